#pragma once

#include <limits>
#include <string>
#include <utility>

#include <tests/contracts/database.hpp>
#include <tests/contracts/samples.hpp>

#include <ports/billing/billing_rows.hpp>
#include <ports/billing/user_replica.hpp>

#include <billing/domain/billing_profile.hpp>
#include <billing/domain/ledger.hpp>

// Rows of billing as no use case would make them: full of what stores have been confused by.
namespace contracts {

inline constexpr auto most = std::numeric_limits<std::int64_t>::max();
inline constexpr auto least = std::numeric_limits<std::int64_t>::min();

template <class Id>
Id some_id(std::uint64_t seed) {
  return {some_uuid(seed)};
}
inline billing::CustomerId some_customer(std::uint64_t seed) { return {some_uuid(seed)}; }
inline billing::Currency eur() { return billing::Currency::stored("eur"); }
inline billing::LocalDate day(std::string_view text) { return *billing::parse_local_date(text); }
inline shared::Instant at_ms(std::int64_t ms) { return shared::from_unix_ms(ms); }

inline billing::Address some_address() {
  return {.line1 = awkward_text(),
          .line2 = "",
          .postal_code = "{}",
          .city = "\"[,]\"",
          .region = "null",
          .country = "DE"};
}

inline billing::KnownUser some_user(std::uint64_t seed) {
  return {.id = some_customer(seed),
          .version = most,
          .email = "a@example.org",  // a replica holds no e-mail to be unique
          .display_name = awkward_text(),
          .time_zone = "America/Argentina/Buenos_Aires",
          .status = "active"};
}

inline billing::BillingProfile some_profile(std::uint64_t seed) {
  return billing::BillingProfile{{.id = some_customer(seed),
                                  .version = 1,
                                  .currency = eur(),
                                  .tax_id = billing::TaxId::stored("DE {\"1\"}"),
                                  .address = some_address(),
                                  .payment_method = "tok_'1"}};
}

inline billing::Product some_product(std::uint64_t seed) {
  return billing::Product{{.id = some_id<billing::ProductId>(seed),
                           .version = most,
                           .name = awkward_text(),
                           .description = "",
                           .entitlements = {"api", "seats.10", "x_-"},
                           .archived = false,
                           .created_at = at_ms(least),
                           .updated_at = at_ms(most)}};
}

inline billing::Price some_price(std::uint64_t seed, std::uint64_t product) {
  return billing::Price{{.id = some_id<billing::PriceId>(seed),
                         .version = 1,
                         .product = some_id<billing::ProductId>(product),
                         .revision = most,
                         .replaces = some_id<billing::PriceId>(seed + 1000),
                         .unit = {least, eur()},
                         .interval = billing::Interval::year,
                         .archived = true,
                         .created_at = at_ms(-1),
                         .updated_at = at_ms(0)}};
}

inline billing::Subscription::Fields some_subscription(std::uint64_t seed, std::uint64_t customer) {
  return {.id = some_id<billing::SubscriptionId>(seed),
          .version = 1,
          .customer = some_customer(customer),
          .product = some_id<billing::ProductId>(1),
          .price = some_id<billing::PriceId>(1),
          .unit = {most, eur()},
          .interval = billing::Interval::month,
          .quantity = most,
          .entitlements = {},
          .status = billing::SubscriptionStatus::active,
          .time_zone = awkward_text(),
          .anchor = day("2024-02-29"),
          .period_no = -1,
          .period = {day("0001-01-01"), day("9999-12-31")},
          .trial_end = std::nullopt,
          .cancel_at_period_end = false,
          .canceled_at = std::nullopt,
          .ended_at = std::nullopt,
          .end_reason = "",
          .paused_from = std::nullopt,
          .latest_invoice = std::nullopt,
          .due_at = std::nullopt,
          .created_at = at_ms(1),
          .updated_at = at_ms(2)};
}

inline billing::Invoice::Fields some_invoice(std::uint64_t seed, std::uint64_t customer) {
  billing::Invoice::Fields fields{.id = some_id<billing::InvoiceId>(seed),
                                  .version = 1,
                                  .customer = some_customer(customer),
                                  .subscription = std::nullopt,
                                  .kind = "subscription_cycle",
                                  .status = billing::InvoiceStatus::draft,
                                  .currency = eur(),
                                  .period = {day("2026-01-31"), day("2026-02-28")},
                                  .lines = {},
                                  .total_minor = most,
                                  .credit_applied_minor = least,
                                  .amount_paid_minor = 0,
                                  .finalize_at = std::nullopt,
                                  .number = "",
                                  .bill_to = std::nullopt,
                                  .issued_at = std::nullopt,
                                  .due_at = std::nullopt,
                                  .paid_at = std::nullopt,
                                  .closed_at = std::nullopt,
                                  .payment = std::nullopt,
                                  .attempts = 0,
                                  .created_at = at_ms(1),
                                  .updated_at = at_ms(2)};
  fields.lines.push_back({.description = awkward_text(),
                          .price = some_id<billing::PriceId>(9),
                          .quantity = most,
                          .unit_amount_minor = least,
                          .amount_minor = -1,
                          .period = fields.period});
  return fields;
}

inline billing::Payment::Fields some_payment(std::uint64_t seed, std::uint64_t invoice,
                                             std::uint64_t customer) {
  return {.id = some_id<billing::PaymentId>(seed),
          .version = 1,
          .invoice = some_id<billing::InvoiceId>(invoice),
          .customer = some_customer(customer),
          .amount = {most, eur()},
          .kind = "card",
          .method = awkward_text(),
          .reference = "",
          .status = billing::PaymentStatus::succeeded,
          .failure = "",
          .lookups = 0,
          .next_at = std::nullopt,
          .created_at = at_ms(1),
          .updated_at = at_ms(2)};
}

inline billing::RevenueSchedule some_schedule(std::uint64_t invoice, std::string_view next_on) {
  billing::RevenueSchedule schedule{.invoice = some_id<billing::InvoiceId>(invoice),
                                    .amount = {most, eur()},
                                    .period = {day("2026-01-31"), day("2026-02-28")},
                                    .recognized_minor = least,
                                    .next_on = std::nullopt};
  if (!next_on.empty()) schedule.next_on = day(next_on);
  return schedule;
}

}  // namespace contracts
