#include <billing/application/look_up_payment.hpp>

#include <utility>

#include <ports/billing/billing_states.hpp>

#include <billing/application/billing_time.hpp>
#include <billing/domain/billing_errors.hpp>

namespace billing {

void LookUpPayment::want(const Command& command) const {
  ports_.clock.want(clock_row);
  ports_.payments.want(command.id);
}

shared::Result<LookUpPayment::Unchanged> LookUpPayment::operator()(const Command& command) const {
  auto payment = ports_.payments.find(command.id);
  if (!payment) return shared::refuse(errors::payment_not_found());
  if (payment->settled()) return shared::refuse(errors::payment_settled());
  auto before = state_of(*payment);
  if (!payment->hurry(billing_time(ports_.clock, command.at))) return before;
  ports_.payments.put(*payment);
  ports_.outbox.append(
      events::PaymentUnclear{.after = state_of(*payment), .before = std::move(before)});
  return Unchanged{};
}

}  // namespace billing
