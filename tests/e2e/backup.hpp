#pragma once

#include <atomic>
#include <filesystem>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include <tests/e2e/server.hpp>

namespace e2e {

// `cleave backup` of that data folder.
Ran back_up(const std::filesystem::path& data, const std::filesystem::path& to);

// Traffic: two clients that register users until they are stopped, each under a key of its own.
class Traffic {
 public:
  struct User {
    std::string email;
    std::string key;   // the Idempotency-Key of its registration
    std::string text;  // what that was answered
  };

  explicit Traffic(const Server& server);
  ~Traffic() { stop(); }

  void stop();
  // Of those that were answered; any thread.
  std::vector<User> registered_so_far() const;
  std::size_t acknowledged() const { return acknowledged_; }
  std::size_t refused() const { return refused_; }

 private:
  void write(Client client, int number);

  mutable std::mutex mutex_;
  std::vector<User> users_;
  std::atomic<std::size_t> acknowledged_ = 0;
  std::atomic<std::size_t> refused_ = 0;
  std::atomic<bool> stopping_ = false;
  std::vector<std::thread> threads_;
};

// What a backup, or the data folder of a server that is stopped, holds: Violation where one of
// these users is missing in it, or the logs, copies and positions of user and billing contradict
// each other.
void demand_users(const std::filesystem::path& folder, const std::vector<Traffic::User>& users);
void demand_positions(const std::filesystem::path& folder);

}  // namespace e2e
