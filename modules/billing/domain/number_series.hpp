#pragma once

#include <charconv>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <billing/domain/calendar.hpp>

// How the numbers of invoices are made: per series, one series a year of the books.
namespace billing {

inline std::string series_name(std::string_view prefix, LocalDate day) {
  return std::string{prefix} + '-' + std::to_string(static_cast<int>(day.year()));
}

// "INV-2026-000001"; behind a million they grow by a digit.
inline std::string invoice_number(const std::string& series, std::int64_t number) {
  constexpr std::size_t digits_min = 6;
  auto digits = std::to_string(number);
  if (digits.size() < digits_min) digits.insert(0, digits_min - digits.size(), '0');
  return series + '-' + digits;
}

// SeriesNumber: such a number's two parts.
struct SeriesNumber {
  std::string series;
  std::int64_t number = 0;

  bool operator==(const SeriesNumber&) const = default;
};

// Nothing where invoice_number would not have written it so.
inline std::optional<SeriesNumber> parse_invoice_number(std::string_view text) {
  const auto dash = text.rfind('-');
  if (dash == std::string_view::npos) return std::nullopt;
  SeriesNumber parts{.series = std::string{text.substr(0, dash)}};
  const auto* const end = text.data() + text.size();
  const auto read = std::from_chars(text.data() + dash + 1, end, parts.number);
  if (read.ec != std::errc{} || read.ptr != end || parts.number < 1) return std::nullopt;
  if (invoice_number(parts.series, parts.number) != text) return std::nullopt;
  return parts;
}

}  // namespace billing
