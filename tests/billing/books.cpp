#include <tests/billing/books.hpp>

#include <algorithm>

namespace billing_test {

using billing::CustomerId;
using billing::InvoiceId;
using billing::SubscriptionId;

void Books::customer(const CustomerId& id, std::string payment_method) {
  users.put({.id = id,
             .version = 1,
             .email = "ada@example.com",
             .display_name = "Ada Lovelace",
             .time_zone = "UTC",
             .status = "active"});
  profiles.put(
      billing::BillingProfile{{.id = id,
                               .currency = eur(0).currency,
                               .tax_id = billing::TaxId::stored("DE1"),
                               .address = billing::Address{"Weg 1", "", "53113", "Bonn", "", "DE"},
                               .payment_method = std::move(payment_method)}});
}

SubscriptionId Books::subscribed(const CustomerId& id, InvoiceId latest,
                                 billing::SubscriptionStatus status) {
  const billing::Period period{day("2026-03-01"), day("2026-04-01")};
  const billing::Subscription row{{.id = next<SubscriptionId>(),
                                   .customer = id,
                                   .product = product,
                                   .price = {},
                                   .unit = eur(1000),
                                   .entitlements = {},
                                   .status = status,
                                   .time_zone = "UTC",
                                   .anchor = period.start,
                                   .period = period,
                                   .trial_end = {},
                                   .canceled_at = {},
                                   .ended_at = {},
                                   .end_reason = {},
                                   .paused_from = {},
                                   .latest_invoice = latest,
                                   .due_at = {},
                                   .created_at = wall,
                                   .updated_at = wall}};
  subscriptions.put(row);
  outbox.append(billing::events::SubscriptionCreated{.after = state_of(row)});
  return row.fields().id;
}

InvoiceId Books::draft(const CustomerId& id, billing::Money amount,
                       std::optional<billing::SubscriptionStatus> of) {
  const auto invoice = next<InvoiceId>();
  const billing::Period period{day("2026-03-01"), day("2026-04-01")};
  const auto row = billing::Invoice::draft(
      {.id = invoice,
       .customer = id,
       .subscription = of ? std::optional{subscribed(id, invoice, *of)} : std::nullopt,
       .kind = "subscription_create",
       .currency = amount.currency,
       .period = period,
       .lines = {{.description = "Basic",
                  .price = {},
                  .unit_amount_minor = amount.amount_minor,
                  .period = period}},
       .finalize_at = wall,
       .number = {},
       .bill_to = {},
       .issued_at = {},
       .due_at = {},
       .paid_at = {},
       .closed_at = {},
       .payment = {},
       .created_at = wall,
       .updated_at = wall});
  invoices.put(*row);
  outbox.append(billing::events::InvoiceDrafted{.after = state_of(*row)});
  return invoice;
}

InvoiceId Books::issued(const CustomerId& id, billing::Money amount,
                        std::optional<billing::SubscriptionStatus> of) {
  const auto invoice = draft(id, std::move(amount), of);
  if (!finalize(invoice)) std::abort();
  news();
  return invoice;
}

std::int64_t Books::credit_of(const CustomerId& id, const std::string& currency) const {
  const auto found = credits.rows().find({id, currency});
  return found == credits.rows().end() ? 0 : found->second.credit_minor;
}

const billing::LedgerEntry* Books::entry(std::string_view id) const {
  const auto found = std::ranges::find(ledger.entries(), id, &billing::LedgerEntry::id);
  return found == ledger.entries().end() ? nullptr : &*found;
}

std::int64_t Books::balance(billing::Account account, std::string_view currency) const {
  std::int64_t sum = 0;
  for (const auto& entry : ledger.entries()) {
    for (const auto& posting : entry.postings) {
      if (posting.account != account || posting.amount.currency.code() != currency) continue;
      sum += posting.amount.amount_minor;
    }
  }
  return sum;
}

std::string Books::news() {
  std::string types;
  for (; heard_ < outbox.said().size(); ++heard_) {
    if (!types.empty()) types += ' ';
    types += std::visit([](const auto& event) { return event.type; }, outbox.said()[heard_])
                 .substr(std::string_view{"billing."}.size());
  }
  return types;
}

Record Record::of(const Books& books) {
  return {.subscriptions = books.subscriptions.rows(),
          .invoices = books.invoices.rows(),
          .payments = books.payments.rows(),
          .payment_references = books.payment_references.rows(),
          .schedules = books.schedules.rows(),
          .credits = books.credits.rows(),
          .number_series = books.number_series.rows(),
          .clock = books.clock.rows(),
          .entries = books.ledger.entries(),
          .events = books.outbox.said().size()};
}

}  // namespace billing_test
