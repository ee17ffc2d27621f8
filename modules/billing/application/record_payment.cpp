#include <billing/application/record_payment.hpp>

#include <cstddef>
#include <utility>

#include <ports/billing/billing_states.hpp>

#include <billing/application/billing_time.hpp>
#include <billing/application/receiving.hpp>
#include <billing/domain/billing_errors.hpp>
#include <shared/domain/text.hpp>

namespace billing {
namespace {

constexpr std::int64_t amount_minor_max = 1'000'000'000'000'000;
constexpr std::size_t reference_code_points_max = 200;

shared::Done readable(const RecordPayment::Command& command) {
  if (command.amount_minor < 1 || command.amount_minor > amount_minor_max) {
    return shared::refuse(errors::amount_out_of_range());
  }
  if (command.reference.empty() || !shared::is_line(command.reference, reference_code_points_max)) {
    return shared::refuse(errors::reference_invalid());
  }
  return {};
}

// Whether money for it can be told of by hand.
shared::Done waits_for_money(const Invoice& invoice) {
  const auto& is = invoice.fields();
  if (is.status != InvoiceStatus::open && is.status != InvoiceStatus::uncollectible) {
    return shared::refuse(errors::invoice_not_open());
  }
  if (is.payment) return shared::refuse(errors::payment_in_progress());
  return {};
}

Payment received(const RecordPayment::Command& command, const Invoice& invoice,
                 shared::Instant now) {
  const auto& is = invoice.fields();
  return Payment{{.id = command.payment,
                  .invoice = is.id,
                  .customer = is.customer,
                  .amount = {command.amount_minor, is.currency},
                  .kind = "external",
                  .method = {},
                  .reference = command.reference,
                  .status = PaymentStatus::succeeded,
                  .failure = {},
                  .next_at = {},
                  .created_at = now,
                  .updated_at = now}};
}

}  // namespace

void RecordPayment::want(const Command& command) const {
  ports_.clock.want(clock_row);
  Receiving{ports_}.want(command.invoice);
  if (!command.reference.empty()) {
    ports_.payment_references.want({command.invoice, command.reference});
  }
}

shared::Result<RecordPayment::Unchanged> RecordPayment::operator()(const Command& command) const {
  if (const auto done = readable(command); !done) return shared::refuse(done.error());
  auto invoice = ports_.invoices.find(command.invoice);
  if (!invoice) return shared::refuse(errors::invoice_not_found());
  const PaymentReference reference{{command.invoice, command.reference}, command.payment};
  if (const auto used = ports_.payment_references.find(reference.key)) {
    return shared::refuse(errors::reference_used(used->payment.text()));
  }
  if (const auto done = waits_for_money(*invoice); !done) return shared::refuse(done.error());

  const auto now = billing_time(ports_.clock, command.at);
  const auto payment = received(command, *invoice, now);
  if (const auto done = Receiving{ports_}.receive(payment, std::move(*invoice), now); !done) {
    return shared::refuse(done.error());
  }
  ports_.payments.put(payment);
  ports_.payment_references.put(reference);
  ports_.outbox.append(events::PaymentSucceeded{.after = state_of(payment), .before = {}});
  return Unchanged{};
}

}  // namespace billing
