#include <adapters/cli/billing/money_words.hpp>

#include <billing/domain/money.hpp>

#include <adapters/cli/stop.hpp>

namespace cli {

std::string money_text(std::int64_t amount_minor, const std::string& currency) {
  const auto known = billing::Currency::parse(currency);
  if (!known) return std::to_string(amount_minor) + " minor units of " + currency;
  return billing::to_text(billing::Money{amount_minor, *known});
}

std::int64_t money_minor(const std::string& decimal, const std::string& currency) {
  const auto known = billing::Currency::parse(currency);
  if (!known) throw Stop(ExitCode::usage, known.error().detail);
  const auto minor = billing::parse_decimal(decimal, *known);
  if (!minor) {
    throw Stop(ExitCode::usage,
               "\"" + decimal + "\" is no amount of " + known->code() +
                   ": digits, with at most " + std::to_string(known->digits()) +
                   " behind a point, and not more than " +
                   billing::to_text(billing::Money{INT64_MAX, *known}));
  }
  return *minor;
}

}  // namespace cli
