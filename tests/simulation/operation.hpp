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
  // billing
  set_billing_profile,
  create_product,
  archive_product,
  create_price,
  revise_price,
  archive_price,
  subscribe,
  cancel,
  keep,
  finalize,
  void_invoice,
  give_up,
  pay,
  record_payment,
  advance_clock,
};

constexpr const char* to_text(Verb verb) {
  constexpr const char* names[]{
      "register_user",  "change_email",    "update_profile", "deactivate",    "reactivate",
      "remove",         "set_billing_profile", "create_product", "archive_product",
      "create_price",   "revise_price",    "archive_price",  "subscribe",     "cancel",
      "keep",           "finalize",        "void_invoice",   "give_up",       "pay",
      "record_payment", "advance_clock"};
  return names[static_cast<std::size_t>(verb)];
}

inline constexpr const char* invalid_email = "not an address";
inline constexpr const char* invalid_currency = "xxx";

// Wish: what somebody wants. Most verbs use a few of its fields.
struct Wish {
  Verb verb = Verb::register_user;
  shared::Uuid user;     // nobody's yet, where a user is to be registered
  shared::Uuid subject;  // a product, price, subscription or invoice
  std::string email;
  std::optional<std::string> display_name;
  std::optional<std::string> locale;
  std::optional<std::string> time_zone;
  std::optional<std::string> currency;
  std::optional<std::string> tax_id;
  std::optional<std::string> payment_method;
  std::optional<std::int64_t> expected_version;
  std::int64_t amount_minor = 0;
  std::int64_t count = 0;  // a quantity
  std::int64_t days = 0;   // of a trial
  bool flag = false;       // at the period's end; a yearly price
  shared::Instant to;      // of a clock
  bool store_rejects = false;  // what it leads to, where that is anything

  bool in_billing() const { return verb >= Verb::set_billing_profile; }
};

struct Attempt {
  std::string command_id;
  shared::Instant at;
  // Drawn for what is made: a user, product, price or subscription; its invoice; its payment.
  shared::Uuid new_id;
  shared::Uuid invoice_id = {};
  shared::Uuid payment_id = {};
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
