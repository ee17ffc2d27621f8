#include <billing/domain/money.hpp>

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <limits>
#include <optional>

#include <billing/domain/billing_errors.hpp>

namespace billing {
namespace {

// Holds any product of two amounts.
__extension__ typedef __int128 Wide;

// Without its sign: also the least number of all has room.
std::uint64_t magnitude(std::int64_t amount) {
  const auto bits = static_cast<std::uint64_t>(amount);
  return amount < 0 ? std::uint64_t{0} - bits : bits;
}

// The amount's digits, at least one of them before the point.
std::string digits_of(std::int64_t amount, int digits_behind_point) {
  const std::string digits = std::to_string(magnitude(amount));
  const auto least = static_cast<std::size_t>(digits_behind_point) + 1;
  if (digits.size() >= least) return digits;
  return std::string(least - digits.size(), '0') + digits;
}

struct Decimal {
  std::string_view whole;
  std::string_view fraction;
};

// Nothing where it is not digits, or digits, a point and digits.
std::optional<Decimal> parts_of(std::string_view text) {
  const auto all_digits = [](std::string_view part) {
    return !part.empty() && std::ranges::all_of(part, [](char c) { return c >= '0' && c <= '9'; });
  };
  const auto point = text.find('.');
  const auto whole = text.substr(0, point);
  if (!all_digits(whole)) return std::nullopt;
  if (point == std::string_view::npos) return Decimal{whole, {}};
  const auto fraction = text.substr(point + 1);
  if (!all_digits(fraction)) return std::nullopt;
  return Decimal{whole, fraction};
}

}  // namespace

shared::Result<std::int64_t> add(std::int64_t a, std::int64_t b) {
  std::int64_t sum = 0;
  if (__builtin_add_overflow(a, b, &sum)) return shared::refuse(errors::amount_overflow());
  return sum;
}

shared::Result<std::int64_t> multiply(std::int64_t a, std::int64_t b) {
  std::int64_t product = 0;
  if (__builtin_mul_overflow(a, b, &product)) return shared::refuse(errors::amount_overflow());
  return product;
}

std::int64_t part(std::int64_t amount, std::int64_t done, std::int64_t all) {
  assert(0 <= done && done <= all && all > 0);
  return static_cast<std::int64_t>(static_cast<Wide>(amount) * done / all);
}

std::string to_decimal(const Money& money) {
  const int behind = money.currency.digits();
  std::string text = digits_of(money.amount_minor, behind);
  if (behind > 0) text.insert(text.size() - static_cast<std::size_t>(behind), 1, '.');
  return money.amount_minor < 0 ? "-" + text : text;
}

std::string to_text(const Money& money) {
  std::string text = to_decimal(money);
  const std::size_t first = text.front() == '-' ? 1 : 0;
  for (auto at = std::min(text.find('.'), text.size()); at > first + 3; at -= 3) {
    text.insert(at - 3, 1, ',');
  }
  text += ' ';
  for (const char c : money.currency.code()) text += static_cast<char>(c - 'a' + 'A');
  return text;
}

shared::Result<std::int64_t> parse_decimal(std::string_view text, const Currency& currency) {
  const bool negative = text.starts_with('-');
  const auto parts = parts_of(text.substr(negative ? 1 : 0));
  const auto behind = static_cast<std::size_t>(currency.digits());
  if (!parts || parts->fraction.size() > behind) return shared::refuse(errors::amount_malformed());

  std::string digits{parts->whole};
  digits += parts->fraction;
  digits.append(behind - parts->fraction.size(), '0');
  // Away from zero in the amount's own direction, since there is one more number below zero.
  std::int64_t amount = 0;
  for (const char c : digits) {
    const std::int64_t digit = c - '0';
    if (__builtin_mul_overflow(amount, 10, &amount) ||
        __builtin_add_overflow(amount, negative ? -digit : digit, &amount)) {
      return shared::refuse(errors::amount_overflow());
    }
  }
  return amount;
}

}  // namespace billing
