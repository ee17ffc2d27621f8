#include <billing/application/issuing.hpp>

#include <algorithm>
#include <string>

#include <ports/billing/billing_states.hpp>

#include <billing/application/billing_time.hpp>
#include <billing/application/booking.hpp>
#include <billing/application/credit.hpp>
#include <billing/application/paying.hpp>
#include <billing/domain/billing_errors.hpp>
#include <billing/domain/number_series.hpp>
#include <shared/domain/planted_bug.hpp>

namespace billing {
namespace {

// A deleted user has neither name nor address any more.
BillTo bill_to(const std::optional<KnownUser>& user, const std::optional<BillingProfile>& profile) {
  BillTo to;
  if (user) {
    to.name = user->display_name.empty() ? user->email : user->display_name;
    to.email = user->email;
  }
  if (profile) {
    to.address = profile->fields().address;
    if (const auto& tax_id = profile->fields().tax_id) to.tax_id = tax_id->text();
  }
  return to;
}

// What one event tells is one version, however many steps it took.
Invoice at_version(const Invoice& invoice, std::int64_t version) {
  auto fields = invoice.fields();
  fields.version = version;
  return Invoice{std::move(fields)};
}

}  // namespace

void Issuing::want(const CustomerId& customer, const Currency& currency, const InvoiceId& invoice,
                   shared::Instant at) const {
  ports_.clock.want(clock_row);
  ports_.invoices.want(invoice);
  ports_.user_replica.want(customer);
  ports_.profiles.want(customer);
  ports_.credits.want(credit_key(customer, currency));
  const auto today = book_day(billing_time(ports_.clock, at));
  ports_.number_series.want(series_name(rules_.number_prefix, today));
}

bool Issuing::covered(const Invoice& draft) const {
  const auto& is = draft.fields();
  return credit_of(ports_.credits, credit_key(is.customer, is.currency)).credit_minor >=
         is.total_minor;
}

shared::Result<Invoice> Issuing::issue(Invoice draft, bool stored, PaymentId payment,
                                       shared::Instant now) const {
  const auto before = stored ? std::optional{state_of(draft)} : std::nullopt;
  const auto version = draft.fields().version + (stored ? 1 : 0);
  auto invoice = std::move(draft);
  if (const auto done = number(invoice, now); !done) return shared::refuse(done.error());
  post(invoice, now);
  if (const auto done = collect(invoice, payment, now); !done) return shared::refuse(done.error());
  invoice = at_version(invoice, version);
  ports_.outbox.append(events::InvoiceFinalized{.after = state_of(invoice), .before = before});

  if (invoice.remaining_minor() == 0) {
    auto finalized = state_of(invoice);
    invoice.take_money(std::nullopt, 0, now);
    ports_.outbox.append(
        events::InvoicePaid{.after = state_of(invoice), .before = std::move(finalized)});
  }
  ports_.invoices.put(invoice);
  return invoice;
}

shared::Done Issuing::number(Invoice& invoice, shared::Instant now) const {
  const auto& is = invoice.fields();
  const auto name = series_name(rules_.number_prefix, book_day(now));
  auto series = ports_.number_series.find(name).value_or(NumberSeries{.name = name});
  const auto credit = credit_of(ports_.credits, credit_key(is.customer, is.currency));
  Invoice::Issue issue{
      .number = invoice_number(name, series.next),
      .bill_to = bill_to(ports_.user_replica.find(is.customer), ports_.profiles.find(is.customer)),
      .credit_applied_minor = std::min(credit.credit_minor, is.total_minor),
      .due_at = now + rules_.due_after};
  if (const auto done = invoice.finalize(std::move(issue), now); !done) return done;
  series.next += SIM_BUG("number_skipped") && invoice.remaining_minor() == 0 ? 2 : 1;
  ports_.number_series.put(series);
  return {};
}

void Issuing::post(const Invoice& invoice, shared::Instant now) const {
  const auto& is = invoice.fields();
  book(ports_.ledger, entries::issued(invoice, now));
  book(ports_.ledger, entries::credit_applied(invoice, now));
  if (is.credit_applied_minor > 0) {
    auto credit = credit_of(ports_.credits, credit_key(is.customer, is.currency));
    credit.credit_minor -= is.credit_applied_minor;
    ports_.credits.put(credit);
  }
  if (is.total_minor > 0) {
    ports_.schedules.put({.invoice = is.id,
                          .amount = {is.total_minor, is.currency},
                          .period = is.period,
                          .recognized_minor = 0,
                          .next_on = is.period.start});
  }
}

shared::Done Issuing::collect(Invoice& invoice, PaymentId id, shared::Instant now) const {
  if (invoice.remaining_minor() == 0) return {};
  auto method = payment_method_of(ports_.profiles, invoice.fields().customer);
  const bool goes_on = invoice.fields().kind == "subscription_cycle";
  if (!method && !goes_on) return {};
  const auto payment = start_payment(invoice, id, std::move(method).value_or(""), now);
  if (!payment) return shared::refuse(payment.error());
  ports_.payments.put(*payment);
  ports_.outbox.append(events::PaymentStarted{.after = state_of(*payment)});
  return {};
}

}  // namespace billing
