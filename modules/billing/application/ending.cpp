#include <billing/application/ending.hpp>

#include <utility>

#include <ports/billing/billing_states.hpp>

#include <billing/domain/billing_errors.hpp>

namespace billing {
namespace {

bool incomplete(const Subscription& subscription) {
  return subscription.running_status() == SubscriptionStatus::incomplete;
}

}  // namespace

void Ending::want(const Subscription& subscription) const {
  if (const auto& id = subscription.fields().latest_invoice) voiding_.want(*id);
}

bool Ending::payment_decides(const Subscription& subscription) const {
  const auto invoice = latest_invoice(subscription);
  return incomplete(subscription) && invoice && invoice->fields().payment;
}

shared::Done Ending::cancel(Subscription subscription, std::string reason,
                            shared::Instant now) const {
  if (subscription.ended()) return shared::refuse(errors::subscription_ended());
  if (auto done = withdraw_invoice(subscription, now); !done) return done;
  return end(std::move(subscription), std::move(reason), now);
}

shared::Done Ending::end_of_period(Subscription subscription, shared::Instant now) const {
  std::string reason = subscription.fields().end_reason;
  return end(std::move(subscription), std::move(reason), now);
}

shared::Done Ending::end(Subscription subscription, std::string reason, shared::Instant now) const {
  auto before = state_of(subscription);
  if (auto done = subscription.cancel_now(std::move(reason), now); !done) return done;
  ports_.subscriptions.put(subscription);
  ports_.outbox.append(
      events::SubscriptionCanceled{.after = state_of(subscription), .before = std::move(before)});
  return {};
}

shared::Done Ending::expire(Subscription subscription, shared::Instant now) const {
  if (auto done = withdraw_invoice(subscription, now); !done) return done;
  auto before = state_of(subscription);
  subscription.expire(now);
  ports_.subscriptions.put(subscription);
  ports_.outbox.append(
      events::SubscriptionExpired{.after = state_of(subscription), .before = std::move(before)});
  return {};
}

std::optional<Invoice> Ending::latest_invoice(const Subscription& subscription) const {
  const auto& id = subscription.fields().latest_invoice;
  return id ? ports_.invoices.find(*id) : std::nullopt;
}

shared::Done Ending::withdraw_invoice(const Subscription& subscription, shared::Instant now) const {
  auto invoice = latest_invoice(subscription);
  if (!invoice) return {};
  const auto status = invoice->fields().status;
  const bool closed = status == InvoiceStatus::paid || status == InvoiceStatus::voided;
  if (closed || (status != InvoiceStatus::draft && !incomplete(subscription))) return {};
  return voiding_.withdraw(std::move(*invoice), now);
}

}  // namespace billing
