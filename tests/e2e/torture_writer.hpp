#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include <tests/e2e/client.hpp>
#include <tests/e2e/log_walk.hpp>

namespace e2e {

// TortureWriter: a client that writes to accounts of its own, and repeats each write under its
// Idempotency-Key, at whichever door answers, until it is told that it is done. A thread's.
//   Errors  Violation, where an answer cannot be
class TortureWriter {
 public:
  using Clock = std::chrono::steady_clock;
  // A client to any of those who can be asked now; nothing: none can.
  using Doors = std::function<std::optional<Client>(std::size_t)>;

  TortureWriter(int number, std::uint64_t seed, Doors doors)
      : number_(number), random_(seed), doors_(std::move(doors)) {}

  // Writes until it is to stop; then finishes what it has begun, within `finish_max`.
  void write(const std::atomic<bool>& stop, std::chrono::seconds finish_max);

  // Every answer's position holds what it spoke of, and nothing was written twice.
  void compare(const LogWalk& user, const LogWalk& billing) const;
  std::size_t user_events() const;
  std::size_t profile_events() const;
  std::size_t done() const { return done_; }
  std::size_t repeated() const { return repeated_; }
  Clock::time_point last_done_at() const { return last_done_at_; }

 private:
  struct Account {
    std::string email;
    std::string id = {};
    std::int64_t version = 0;
    std::int64_t profile_version = 0;
    std::string position = {};  // at which it was registered
  };
  struct Write {
    enum class Kind { registers, renames, prices };
    Kind kind = Kind::registers;
    std::size_t account = 0;
    std::string key;
    std::string value;
  };
  struct Answered {
    std::size_t account = 0;
    bool profile = false;
    std::int64_t version = 0;
    std::string position;
  };

  Write next();
  bool attempt(const Write& write);
  Answer send(Client& client, const Write& write) const;
  void take(const Write& write, const Answer& answer);

  int number_;
  std::minstd_rand random_;
  Doors doors_;
  std::size_t door_ = 0;
  std::size_t writes_ = 0;
  std::vector<Account> accounts_;
  std::vector<Answered> answered_;
  std::optional<Client> client_;
  std::size_t done_ = 0;
  std::size_t repeated_ = 0;
  Clock::time_point last_done_at_ = Clock::now();
  std::string refused_;  // what was said last that was no answer
};

}  // namespace e2e
