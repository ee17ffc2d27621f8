#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <billing/domain/currency.hpp>
#include <shared/domain/result.hpp>

namespace billing {

// Money: an exact amount in one currency.
//   Shape   amount_minor (int64, may be negative) + currency
//   Units   minor units of the currency: EUR 12.34 is 1234, JPY 12 is 12, KWD 1.234 is 1234
//   Errors  plus, minus: billing.currency_mismatch, billing.amount_overflow
struct Money {
  std::int64_t amount_minor = 0;
  Currency currency;

  shared::Result<Money> plus(const Money& other) const;
  shared::Result<Money> minus(const Money& other) const;
  bool operator==(const Money&) const = default;
};

// Integer arithmetic that refuses instead of wrapping.
//   Errors  billing.amount_overflow
shared::Result<std::int64_t> add(std::int64_t a, std::int64_t b);
shared::Result<std::int64_t> subtract(std::int64_t a, std::int64_t b);
shared::Result<std::int64_t> multiply(std::int64_t a, std::int64_t b);

// amount * numerator / denominator, exact, then rounded half away from zero; denominator > 0.
//   Errors  billing.amount_overflow
shared::Result<std::int64_t> scaled(std::int64_t amount, std::int64_t numerator,
                                    std::int64_t denominator);

// The part of an amount that falls to the first `done` of `all` equal steps, rounded toward zero,
// so that the parts of all steps add up to it exactly and the last takes the rest; 0 <= done <=
// all.
std::int64_t part(std::int64_t amount, std::int64_t done, std::int64_t all);

// An amount split by weights (none negative, not all zero), by the largest remainder, earlier
// shares first where remainders are equal: the shares add up to the amount exactly, and each is
// less than one unit from its exact share.
std::vector<std::int64_t> allocate(std::int64_t amount, std::span<const std::int64_t> weights);

// "1,234.50 EUR", "12 JPY", "-0.05 USD": for people; always with the currency's own digits.
std::string to_text(const Money& money);
// "1234.50": the plain decimal, for files.
std::string to_decimal(const Money& money);
// Reads such a decimal: an optional minus, digits, and at most the currency's digits behind a
// point.
//   Errors  billing.amount_malformed, billing.amount_overflow
shared::Result<std::int64_t> parse_decimal(std::string_view text, const Currency& currency);

}  // namespace billing
