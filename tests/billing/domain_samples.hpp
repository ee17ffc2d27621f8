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
inline billing::Money eur(std::int64_t amount_minor) { return {amount_minor, currency("eur")}; }

inline billing::LocalDate day(int year, unsigned month, unsigned day_of_month) {
  return std::chrono::year{year} / std::chrono::month{month} / std::chrono::day{day_of_month};
}
inline shared::Instant midnight(billing::LocalDate date) { return std::chrono::sys_days{date}; }

inline const billing::CustomerId ada{uuid(1)};
inline const shared::Instant noon = midnight(day(2026, 3, 1)) + std::chrono::hours{12};

}  // namespace billing_samples
