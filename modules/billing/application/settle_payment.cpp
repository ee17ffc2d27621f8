#include <billing/application/settle_payment.hpp>

#include <cassert>
#include <utility>

#include <ports/billing/billing_states.hpp>

#include <billing/application/billing_time.hpp>
#include <billing/application/receiving.hpp>
#include <billing/application/subscription_of_invoice.hpp>
#include <billing/domain/billing_errors.hpp>

namespace billing {

void SettlePayment::want(const Command& command) const {
  ports_.clock.want(clock_row);
  ports_.payments.want(command.id);
  if (const auto payment = ports_.payments.find(command.id)) {
    Receiving{ports_}.want(payment->fields().invoice);
  }
}

shared::Result<SettlePayment::Unchanged> SettlePayment::operator()(const Command& command) const {
  auto payment = ports_.payments.find(command.id);
  if (!payment) return shared::refuse(errors::payment_not_found());
  if (!command.note.empty()) payment->note(command.note);
  const auto now = billing_time(ports_.clock, command.at);
  if (!command.answer) return unclear(*payment, now);
  switch (command.answer->outcome) {
    case ChargeAnswer::Outcome::succeeded:
      return succeeded(*payment, now);
    case ChargeAnswer::Outcome::declined:
      return declined(*payment, command.answer->code, now);
    case ChargeAnswer::Outcome::pending:
      return unclear(*payment, now);
    case ChargeAnswer::Outcome::not_found:
      return not_found(*payment, now);
  }
  std::unreachable();
}

// Also behind a failure: money that was taken is booked, however late that is heard of.
shared::Result<SettlePayment::Unchanged> SettlePayment::succeeded(Payment payment,
                                                                  shared::Instant now) const {
  auto before = state_of(payment);
  if (!payment.succeed(now)) return before;
  auto invoice = ports_.invoices.find(payment.fields().invoice);
  assert(invoice && "a payment is of an invoice, and invoices are never removed");
  if (const auto done = Receiving{ports_}.receive(payment, std::move(*invoice), now); !done) {
    return shared::refuse(done.error());
  }
  ports_.payments.put(payment);
  ports_.outbox.append(
      events::PaymentSucceeded{.after = state_of(payment), .before = std::move(before)});
  return Unchanged{};
}

shared::Result<SettlePayment::Unchanged> SettlePayment::declined(Payment payment, std::string code,
                                                                 shared::Instant now) const {
  auto before = state_of(payment);
  if (!payment.fail(std::move(code), now)) return before;
  if (auto invoice = ports_.invoices.find(payment.fields().invoice)) {
    free_invoice(std::move(*invoice), payment.fields().id, now);
  }
  ports_.payments.put(payment);
  ports_.outbox.append(
      events::PaymentFailed{.after = state_of(payment), .before = std::move(before)});
  return Unchanged{};
}

// The payment of an invoice ended without money. Late money may have paid it meanwhile: then
// nothing failed.
void SettlePayment::free_invoice(Invoice invoice, const PaymentId& payment,
                                 shared::Instant now) const {
  const auto before = invoice;
  invoice.payment_failed(payment, now);
  if (invoice == before) return;
  ports_.invoices.put(invoice);
  if (invoice.fields().status == InvoiceStatus::open) {
    ports_.outbox.append(
        events::InvoicePaymentFailed{.after = state_of(invoice), .before = state_of(before)});
    invoice_unpaid(ports_, invoice, now);
  } else {
    ports_.outbox.append(
        events::InvoiceUpdated{.after = state_of(invoice), .before = state_of(before)});
  }
}

shared::Result<SettlePayment::Unchanged> SettlePayment::unclear(Payment payment,
                                                                shared::Instant now) const {
  auto before = state_of(payment);
  if (!payment.unclear(now)) return before;
  return say_unclear(payment, std::move(before));
}

shared::Result<SettlePayment::Unchanged> SettlePayment::not_found(Payment payment,
                                                                  shared::Instant now) const {
  auto before = state_of(payment);
  if (!payment.ask_again(now)) return before;
  return say_unclear(payment, std::move(before));
}

shared::Result<SettlePayment::Unchanged> SettlePayment::say_unclear(
    const Payment& payment, events::PaymentState before) const {
  ports_.payments.put(payment);
  ports_.outbox.append(
      events::PaymentUnclear{.after = state_of(payment), .before = std::move(before)});
  return Unchanged{};
}

}  // namespace billing
