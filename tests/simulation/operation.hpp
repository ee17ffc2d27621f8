#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <ports/sync/command.hpp>

// Operation: what a simulated client wants done, and all that it came to.
//   Shape   one wish; one or more attempts of it, each a command of its own; an answer per attempt,
//           or none (the process ended, or the answer was lost)
namespace sim {

enum class Verb : std::uint8_t {
  register_user,
  change_email,
  update_profile,
  deactivate,
  reactivate,
  remove,
  set_billing_profile,
};

constexpr const char* to_text(Verb verb) {
  switch (verb) {
    case Verb::register_user: return "register_user";
    case Verb::change_email: return "change_email";
    case Verb::update_profile: return "update_profile";
    case Verb::deactivate: return "deactivate";
    case Verb::reactivate: return "reactivate";
    case Verb::remove: return "remove";
    case Verb::set_billing_profile: return "set_billing_profile";
  }
  return "?";
}

inline constexpr const char* invalid_email = "not an address";
inline constexpr const char* invalid_currency = "xxx";

struct Wish {
  Verb verb = Verb::register_user;
  shared::Uuid user;  // nobody's yet, where a user is to be registered
  std::string email;
  std::optional<std::string> display_name;
  std::optional<std::string> locale;
  std::optional<std::string> currency;
  std::optional<std::string> tax_id;
  std::optional<std::int64_t> expected_version;
  bool store_rejects = false;  // what it leads to, where that is anything

  bool in_billing() const { return verb == Verb::set_billing_profile; }
};

struct Attempt {
  std::string command_id;
  shared::Instant at;
  shared::Uuid new_id;  // drawn for a user to be registered
  std::optional<sync::Outcome> answer;  // as the process gave it, also where it got lost on the way
  bool after_answer = false;  // sent when an earlier attempt had a final answer already
  bool before_restore = false;  // answered by a store that was since replaced by an older copy ...
  bool forgotten = false;       // ... which does not hold what this attempt did
};

struct Operation {
  std::uint64_t number = 0;
  Wish wish;
  std::optional<std::uint64_t> idempotency_key;  // others may have used it, for another wish
  std::vector<Attempt> attempts;
};

}  // namespace sim
