#pragma once

#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

#include <sys/types.h>

#include <adapters/sql/location.hpp>
#include <sync/domain/position.hpp>

namespace instances {

// Where user's and billing's stores are: the same for all instances.
struct Stores {
  sql::Postgresql user;
  sql::Postgresql billing;
};

// Plan: what an instance does while it lives.
struct Plan {
  int clients = 2;                // that register users, one after the other
  sync::Offset freezes_at = 0;    // hearing of the event there, in the middle of its transaction
  std::filesystem::path answers;  // a line for each answer
};

// Answer: what a client was told of a registration.
struct Answer {
  std::string key;   // "usr_...", which the client chose
  std::string code;  // empty: it is registered
  sync::Offset offset = 0;
};

// Instance: a real process with one instance of user, which is written, and of billing, which
// follows user and says "seen" of each event. It dies with this object.
class Instance {
 public:
  // Made while this process has one thread.
  Instance(const Stores& at, Plan plan);
  ~Instance();
  Instance(const Instance&) = delete;
  Instance& operator=(const Instance&) = delete;

  void signal(int number) const;
  // Whether it froze within that time.
  bool freezes_within(std::chrono::milliseconds at_most) const;
  // Asks it to end in order, and waits; whether it did.
  bool stop();

  std::vector<Answer> answers() const;
  // What its clients asked for and heard nothing of, for it was killed: the outcome is unknown.
  std::vector<Answer> unanswered() const;
  std::size_t registered() const;

 private:
  Plan plan_;
  pid_t pid_ = 0;
  int stays_while_open_ = -1;
};

}  // namespace instances
