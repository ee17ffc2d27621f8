#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <adapters/cli/command.hpp>
#include <adapters/cli/session.hpp>
#include <adapters/cli/view.hpp>

// What the commands of billing's things have in common.
namespace cli {

// The id of a customer, by it, or by the id or the e-mail address of the user whom they are: both
// ids have the same 26 characters.
std::string customer_id(Session& session, const std::string& said);

// The member `address` in one line: "Ringstr. 1, 10115 Berlin, DE"; empty where there is none.
std::string address_text(const boost::json::object& holder);

// A list that takes --limit and --starting-after, --customer where it is said, and `filters`: an
// option and the query's name for it.
using Filters = std::vector<std::pair<std::string_view, std::string_view>>;
void show_list(Session& session, const Arguments& arguments, std::string path,
               std::string_view command, const Filters& filters, const Parts& parts,
               std::string_view none_text);

// --amount (in the currency's own digits) or --amount-minor; nothing where neither is said. The
// currency is asked for where it is needed: std::string().
template <class Currency>
std::optional<std::int64_t> amount_minor(Session& session, const Arguments& arguments,
                                         Currency currency) {
  if (const auto minor = arguments.number("--amount-minor")) return minor;
  const auto amount = arguments.text("--amount");
  if (!amount) return std::nullopt;
  return session.actions.money_minor(*amount, currency());
}
// The same, where one of them must be said, and not both.
void require_one_amount(const Arguments& arguments, std::string_view command);

// A request that may move money: under --idempotency-key, or a key of its own, so that it can be
// repeated. Where nobody knows whether it took effect, the refusal says how.
Answer ask_once(Session& session, const Arguments& arguments, Call call);

inline const Parameter limit_parameter =
    number("--limit", {1, 1000}, "at most so many, instead of 50");
inline const Parameter starting_after_parameter =
    option("--starting-after", "ID", "the page behind this one");
inline const Parameter customer_filter =
    option("--customer", "ID", "only those of this customer, or of this user");
inline const Parameter if_version_parameter =
    number("--if-version", {1, INT64_MAX}, "only if it still has this version");
inline const Parameter idempotency_key_parameter = option(
    "--idempotency-key", "KEY", "the same one when you repeat it; drawn where it is missing");
inline const Parameter amount_parameter =
    option("--amount", "AMOUNT", "in the currency's own digits, as in 12.50");
inline const Parameter amount_minor_parameter = number("--amount-minor", {0, 1'000'000'000'000'000},
                                                       "in minor units instead: 1250 is EUR 12.50");

}  // namespace cli
