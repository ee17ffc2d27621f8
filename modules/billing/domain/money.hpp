#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include <billing/domain/currency.hpp>
#include <shared/domain/result.hpp>

namespace billing {

// Money: an exact amount in one currency.
//   Shape   amount_minor (int64, may be negative) + currency
//   Units   minor units of the currency: EUR 12.34 is 1234, JPY 12 is 12, KWD 1.234 is 1234
struct Money {
  std::int64_t amount_minor = 0;
  Currency currency;

  bool operator==(const Money&) const = default;
};

// Integer arithmetic that refuses instead of wrapping.
//   Errors  billing.amount_overflow
shared::Result<std::int64_t> add(std::int64_t a, std::int64_t b);
shared::Result<std::int64_t> multiply(std::int64_t a, std::int64_t b);

// The part of an amount that falls to the first `done` of `all` equal steps, rounded toward zero,
// so that the parts of all steps add up to it exactly and the last takes the rest; 0 <= done <=
// all.
std::int64_t part(std::int64_t amount, std::int64_t done, std::int64_t all);

// "1,234.50 EUR", "12 JPY", "-0.05 USD": for people; always with the currency's own digits.
std::string to_text(const Money& money);
// "1234.50": the plain decimal, for files.
std::string to_decimal(const Money& money);
// Reads such a decimal: an optional minus, digits, and at most the currency's digits behind a
// point.
//   Errors  billing.amount_malformed, billing.amount_overflow
shared::Result<std::int64_t> parse_decimal(std::string_view text, const Currency& currency);

}  // namespace billing
