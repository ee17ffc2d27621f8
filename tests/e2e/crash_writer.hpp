#pragma once

#include <cstdint>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include <tests/e2e/log_walk.hpp>
#include <tests/e2e/server.hpp>

namespace e2e {

// Account: what a user ought to be, as far as its writer was answered.
struct Account {
  std::string email;
  std::string id = {};       // empty: not registered yet
  std::int64_t version = 0;  // of the user
  std::string name = {};
  std::string currency = {};         // empty: no billing profile
  std::int64_t profile_version = 0;  // of the profile that is, or was
  bool deleted = false;
};

// CrashWriter: one client that writes to accounts of its own until its connection breaks, and
// remembers every answer. At most one of its writes is open then: sent, and not answered.
//   Errors  Violation, where the server is not what was answered before
class CrashWriter {
 public:
  CrashWriter(int number, unsigned seed) : number_(number), random_(seed) {}

  // Writes until no answer comes.
  void write(const Server& server);
  // After a restart: looks whether the open write took effect, wholly or not at all, and repeats it
  // under its Idempotency-Key; that answer must fit what was found.
  void close_open_write(Client& client);
  // Everything written since this was said last is there, in both modules. Nothing may be open, and
  // the followers must have settled.
  void look(Client& client);
  // Every answer's position holds the event that it spoke of.
  void compare(const LogWalk& user, const LogWalk& billing) const;

  std::size_t user_events() const;
  std::size_t profile_events() const;
  std::size_t acknowledged() const { return acknowledged_; }
  std::size_t found() const { return found_; }  // open writes that had taken effect
  std::size_t lost() const { return lost_; }    // open writes that had not

 private:
  enum class Kind { registers, renames, prices, removes };
  struct Write {
    Kind kind = Kind::registers;
    std::size_t account = 0;
    std::string key;    // its Idempotency-Key
    std::string value;  // the new name or currency
  };
  struct Answered {
    std::size_t account = 0;
    bool profile = false;
    std::int64_t version = 0;
    std::string position;
  };

  Write next();
  Answer send(Client& client, const Write& write) const;
  void take(const Write& write, const Answer& answer);
  bool took_effect(Client& client, const Write& write);
  void look(Client& client, const Account& account) const;

  int number_;
  std::mt19937 random_;
  std::size_t writes_ = 0;
  std::vector<Account> accounts_;
  std::size_t settled_ = 0;  // accounts that billing knows for sure
  std::optional<Write> open_;
  std::vector<std::size_t> touched_;
  std::vector<Answered> answered_;
  std::size_t acknowledged_ = 0;
  std::size_t found_ = 0;
  std::size_t lost_ = 0;
};

}  // namespace e2e
