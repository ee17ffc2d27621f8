#include <billing/application/settle_payment_by_hand.hpp>

#include <cstddef>

#include <billing/domain/billing_errors.hpp>
#include <shared/domain/text.hpp>

namespace billing {
namespace {

constexpr std::size_t reason_code_points_max = 200;

using Outcome = ChargeAnswer::Outcome;

SettlePayment::Command said_by_hand(const SettlePaymentByHand::Command& command) {
  const auto outcome = command.succeeded ? Outcome::succeeded : Outcome::declined;
  return {.id = command.id,
          .answer = ChargeAnswer{command.id, outcome, "settled_by_hand"},
          .at = command.at,
          .note = command.reason};
}

}  // namespace

void SettlePaymentByHand::want(const Command& command) const {
  settle_.want(said_by_hand(command));
}

shared::Result<SettlePaymentByHand::Unchanged> SettlePaymentByHand::operator()(
    const Command& command) const {
  if (command.reason.empty() || !shared::is_line(command.reason, reason_code_points_max)) {
    return shared::refuse(errors::reason_invalid());
  }
  const auto payment = ports_.payments.find(command.id);
  if (!payment) return shared::refuse(errors::payment_not_found());
  if (payment->fields().status != PaymentStatus::unknown) {
    return shared::refuse(errors::payment_not_unknown());
  }
  return settle_(said_by_hand(command));
}

}  // namespace billing
