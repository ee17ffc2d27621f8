#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include <ports/billing/billing_states.hpp>
#include <tests/billing/use_cases.hpp>

namespace billing_test {

using Answer = billing::ChargeAnswer;

inline const auto ada = Module::ada;
inline const auto bob = id_of<billing::CustomerId>(5);

inline billing::Money eur(std::int64_t amount_minor) {
  return {amount_minor, billing::Currency::stored("eur")};
}

// The code of a refusal, or "done".
template <class Result>
std::string_view code(const Result& done) {
  return done ? "done" : done.error().code;
}

// Books: the module with short words for what invoices, payments and the books are asked for.
struct Books : Module {
  using Module::Module;

  shared::Instant wall = at("2026-03-01T12:00Z");

  // For a piece that has no use case of its own.
  billing::BillingPorts ports() {
    return {.user_replica = users,
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
            .time_zones = time_zones};
  }

  auto finalize(const billing::InvoiceId& id, std::optional<std::int64_t> version = {}) {
    return run(module.finalize_invoice, {id, next<billing::PaymentId>(), version, wall});
  }
  auto void_it(const billing::InvoiceId& id, std::optional<std::int64_t> version = {}) {
    return run(module.void_invoice, {id, version, wall});
  }
  auto give_up(const billing::InvoiceId& id, std::optional<std::int64_t> version = {}) {
    return run(module.give_up_invoice, {id, version, wall});
  }
  auto pay(const billing::InvoiceId& id) {
    return run(module.pay_invoice, {next<billing::PaymentId>(), id, wall});
  }
  auto record(const billing::InvoiceId& id, std::int64_t amount_minor,
              std::optional<std::string> reference = {}) {
    const auto payment = next<billing::PaymentId>();
    return run(module.record_payment,
               {payment, id, amount_minor, reference.value_or("of " + payment.text()), wall});
  }
  auto settle_by_hand(const billing::PaymentId& id, bool succeeded,
                      std::string reason = "the provider said so") {
    return run(module.settle_payment_by_hand, {id, succeeded, std::move(reason), wall});
  }
  auto look_up(const billing::PaymentId& id) { return run(module.look_up_payment, {id, wall}); }
  auto settle(const billing::PaymentId& id, std::optional<Answer::Outcome> outcome) {
    std::optional<Answer> answer;
    if (outcome) answer = Answer{id, *outcome, "card_declined"};
    return run(module.settle_payment, {id, std::move(answer), wall});
  }
  auto recognize(std::vector<billing::InvoiceId> ids, shared::Instant as_of) {
    return run(module.recognize_revenue, {std::move(ids), as_of, wall});
  }
  auto advance_clock(shared::Instant to) { return run(module.advance_clock, {to, wall}); }

  // A customer with a name, an address and, where it is not empty, something to charge.
  void customer(const billing::CustomerId& id, std::string payment_method);
  // A subscription on record, in its first period, with that invoice as its latest.
  billing::SubscriptionId subscribed(const billing::CustomerId& id, billing::InvoiceId latest,
                                     billing::SubscriptionStatus status);
  // A draft on record; of a subscription that has it as its latest invoice where a status is given.
  billing::InvoiceId draft(const billing::CustomerId& id, billing::Money amount,
                           std::optional<billing::SubscriptionStatus> of = {});
  // The same, issued.
  billing::InvoiceId issued(const billing::CustomerId& id, billing::Money amount,
                            std::optional<billing::SubscriptionStatus> of = {});

  using Module::invoice;
  using Module::settle;
  const billing::Invoice::Fields& invoice(const billing::InvoiceId& id) const {
    return invoices.rows().at(id).fields();
  }
  const billing::Payment::Fields& payment(const billing::PaymentId& id) const {
    return payments.rows().at(id).fields();
  }
  std::string status_of(const billing::InvoiceId& id) const {
    return std::string{to_text(invoice(id).status)};
  }
  // Of the subscription that the invoice is of.
  std::string subscription_status(const billing::InvoiceId& id) const {
    const auto& row = subscriptions.rows().at(*invoice(id).subscription);
    return std::string{to_text(row.fields().status)};
  }
  std::int64_t credit_of(const billing::CustomerId& id, const std::string& currency = "eur") const;
  const billing::LedgerEntry* entry(std::string_view id) const;
  // Debits less credits of all entries, in one currency.
  std::int64_t balance(billing::Account account, std::string_view currency = "eur") const;

  // The payment under way of an invoice.
  billing::PaymentId payment_of(const billing::InvoiceId& id) const { return *invoice(id).payment; }

  // The types of the events said since the last call, in order, a space between.
  std::string news();
  template <class Id>
  Id next() {
    shared::Uuid uuid;
    uuid.bytes[13] = 1;
    uuid.bytes[14] = static_cast<std::uint8_t>(drawn_ / 256);
    uuid.bytes[15] = static_cast<std::uint8_t>(drawn_++ % 256);
    return Id{uuid};
  }

 private:
  int drawn_ = 0;
  std::size_t heard_ = 0;
};

// All that is on record, to see that a refusal changed nothing of it.
struct Record {
  std::map<billing::SubscriptionId, billing::Subscription> subscriptions;
  std::map<billing::InvoiceId, billing::Invoice> invoices;
  std::map<billing::PaymentId, billing::Payment> payments;
  std::map<billing::PaymentReference::Key, billing::PaymentReference> payment_references;
  std::map<billing::InvoiceId, billing::RevenueSchedule> schedules;
  std::map<billing::CustomerCredit::Key, billing::CustomerCredit> credits;
  std::map<std::string, billing::NumberSeries> number_series;
  std::map<std::string, billing::ClockSetting> clock;
  std::vector<billing::LedgerEntry> entries;
  std::size_t events = 0;

  static Record of(const Books& books);
  bool operator==(const Record&) const = default;
};

// What is wrong with the books, their rows and what was said; nothing: every law holds.
std::vector<std::string> faults_of(const Books& books);

}  // namespace billing_test
