#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <adapters/memory/billing/memory_billing.hpp>
#include <adapters/memory/billing/memory_billing_outbox.hpp>
#include <adapters/memory/billing/memory_billing_profiles.hpp>
#include <adapters/memory/billing/memory_ledger.hpp>
#include <adapters/memory/billing/memory_subscriptions.hpp>
#include <adapters/memory/billing/memory_user_replica.hpp>
#include <adapters/zones/billing/iana_time_zones.hpp>

#include <billing/application/billing_module.hpp>

namespace billing_test {

namespace events = billing::events;

template <class Id>
Id id_of(std::uint8_t number) {
  Id id;
  id.uuid.bytes[15] = number;
  return id;
}

// "2026-01-31T10:00Z"
inline shared::Instant at(std::string_view minute) {
  return *shared::parse_rfc3339(std::string{minute.substr(0, 16)} + ":00.000Z");
}

inline billing::LocalDate day(std::string_view text) { return *billing::parse_local_date(text); }

// The module over stores in memory, with Ada known; run() does what the write lane does.
struct Module {
  explicit Module(const billing::BillingRules& said = {}) : rules(said) { know(ada, "UTC"); }

  memory::MemoryUserReplica users;
  memory::MemoryBillingProfiles profiles;
  memory::MemoryProducts products;
  memory::MemoryPrices prices;
  memory::MemorySubscriptions subscriptions;
  memory::MemoryInvoices invoices;
  memory::MemoryPayments payments;
  memory::MemoryPaymentReferences payment_references;
  memory::MemoryRevenueSchedules schedules;
  memory::MemoryCustomerCredits credits;
  memory::MemoryNumberSeries number_series;
  memory::MemoryClockSettings clock;
  memory::MemoryLedger ledger;
  memory::MemoryBillingOutbox outbox;
  zones::IanaTimeZones time_zones;
  billing::BillingRules rules;
  billing::BillingModule module{billing::BillingPorts{.user_replica = users,
                                                      .profiles = profiles,
                                                      .products = products,
                                                      .prices = prices,
                                                      .subscriptions = subscriptions,
                                                      .subscriptions_of_customer = subscriptions,
                                                      .invoices = invoices,
                                                      .payments = payments,
                                                      .payment_references = payment_references,
                                                      .schedules = schedules,
                                                      .credits = credits,
                                                      .number_series = number_series,
                                                      .clock = clock,
                                                      .ledger = ledger,
                                                      .outbox = outbox,
                                                      .time_zones = time_zones},
                                rules};

  static inline const auto ada = id_of<billing::CustomerId>(4);
  static inline const auto product = id_of<billing::ProductId>(1);
  static inline const auto price = id_of<billing::PriceId>(1);
  static inline const auto subscription = id_of<billing::SubscriptionId>(1);
  static constexpr int rounds = 3;  // in which rows lead to rows

  template <class UseCase>
  auto run(const UseCase& use_case, const typename UseCase::Command& command) {
    new_batch();
    for (int round = 0; round < rounds; ++round) use_case.want(command);
    return use_case(command);
  }
  // Nothing is loaded that is not wanted again.
  void new_batch() {
    users.new_batch();
    profiles.new_batch();
    products.new_batch();
    prices.new_batch();
    subscriptions.new_batch();
    invoices.new_batch();
    payments.new_batch();
    payment_references.new_batch();
    schedules.new_batch();
    credits.new_batch();
    number_series.new_batch();
    clock.new_batch();
  }
  // The code of the refusal, or "done".
  template <class UseCase>
  std::string_view refusal(const UseCase& use_case, const typename UseCase::Command& command) {
    const auto done = run(use_case, command);
    return done ? "done" : done.error().code;
  }

  void know(const billing::CustomerId& id, const std::string& time_zone,
            const std::string& status = "active") {
    module.keep_user_replica.want(id);
    module.keep_user_replica.keep({.id = id,
                                   .version = 3,
                                   .email = "ada@example.com",
                                   .display_name = "Ada",
                                   .time_zone = time_zone,
                                   .status = status});
  }
  // A profile in euro, which the gateway can charge.
  void open_profile(const std::string& payment_method = "tok_1") {
    (void)run(module.set_billing_profile, {.id = ada,
                                           .expected_version = {},
                                           .currency = "eur",
                                           .tax_id = {},
                                           .address = {},
                                           .payment_method = payment_method});
  }
  // Something to sell.
  void sell(std::int64_t unit_amount_minor = 1'000, const std::string& interval = "month",
            const std::string& currency = "eur") {
    (void)run(module.create_product,
              {.id = product,
               .words = {.name = "Pro", .description = {}, .entitlements = {{"api", "export"}}},
               .at = at("2026-01-01T00:00Z")});
    (void)run(module.create_price, {.id = price,
                                    .product = product,
                                    .currency = currency,
                                    .interval = interval,
                                    .unit_amount_minor = unit_amount_minor,
                                    .replaces = {},
                                    .at = at("2026-01-01T00:00Z")});
  }
  auto subscribe(std::string_view when, std::int64_t trial_days = 0, std::uint8_t number = 1) {
    return run(module.subscribe, {.id = id_of<billing::SubscriptionId>(number),
                                  .invoice = id_of<billing::InvoiceId>(number),
                                  .payment = id_of<billing::PaymentId>(number),
                                  .customer = ada,
                                  .price = price,
                                  .quantity = 2,
                                  .trial_days = trial_days,
                                  .at = at(when)});
  }
  // The gateway's word on a payment.
  auto settle(std::uint8_t payment, billing::ChargeAnswer::Outcome outcome, std::string_view when) {
    const auto id = id_of<billing::PaymentId>(payment);
    return run(module.settle_payment,
               {.id = id,
                .answer = billing::ChargeAnswer{.reference = id, .outcome = outcome, .code = "no"},
                .at = at(when)});
  }
  // One step, in real time, whose invoice and payment have that number if it makes any.
  auto advance(std::string_view when, std::uint8_t number) {
    return run(module.advance_subscription, {.id = subscription,
                                             .invoice = id_of<billing::InvoiceId>(number),
                                             .payment = id_of<billing::PaymentId>(number),
                                             .as_of = at(when),
                                             .at = at(when)});
  }

  const billing::Subscription::Fields& sub(std::uint8_t number = 1) const {
    return subscriptions.rows().at(id_of<billing::SubscriptionId>(number)).fields();
  }
  const billing::Invoice::Fields& invoice(std::uint8_t number) const {
    return invoices.rows().at(id_of<billing::InvoiceId>(number)).fields();
  }

  // The types of the events since the last call.
  std::vector<std::string_view> said() {
    std::vector<std::string_view> types;
    for (; seen_ < outbox.said().size(); ++seen_) {
      types.push_back(
          std::visit([](const auto& event) { return event.type; }, outbox.said()[seen_]));
    }
    return types;
  }
  // The last event, which must be of that kind.
  template <class Event>
  const Event& last() const {
    return std::get<Event>(outbox.said().back());
  }

 private:
  std::size_t seen_ = 0;
};

using Said = std::vector<std::string_view>;

}  // namespace billing_test
