#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include <billing/domain/billing_ids.hpp>
#include <billing/domain/calendar.hpp>
#include <billing/domain/customer_id.hpp>
#include <billing/domain/money.hpp>
#include <shared/domain/instant.hpp>

// What the tests of billing's domain speak of.
namespace billing_samples {

inline shared::Uuid uuid(std::uint8_t n) {
  shared::Uuid id;
  id.bytes[15] = n;
  return id;
}

inline billing::Currency currency(std::string code) { return billing::Currency::stored(code); }
// As many of all words of three letters as Currency::parse knows.
inline std::vector<std::string> every_currency() {
  std::vector<std::string> codes;
  for (char a = 'a'; a <= 'z'; ++a) {
    for (char b = 'a'; b <= 'z'; ++b) {
      for (char c = 'a'; c <= 'z'; ++c) {
        const std::string code{a, b, c};
        if (billing::Currency::parse(code)) codes.push_back(code);
      }
    }
  }
  return codes;
}
inline billing::Money eur(std::int64_t amount_minor) { return {amount_minor, currency("eur")}; }

inline billing::LocalDate day(int year, unsigned month, unsigned day_of_month) {
  return std::chrono::year{year} / std::chrono::month{month} / std::chrono::day{day_of_month};
}
inline shared::Instant midnight(billing::LocalDate date) { return std::chrono::sys_days{date}; }

inline const billing::CustomerId ada{uuid(1)};
inline const shared::Instant noon = midnight(day(2026, 3, 1)) + std::chrono::hours{12};

}  // namespace billing_samples
