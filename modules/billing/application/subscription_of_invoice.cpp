#include <billing/application/subscription_of_invoice.hpp>

#include <optional>
#include <utility>

#include <ports/billing/billing_states.hpp>

#include <billing/application/spans.hpp>

namespace billing {
namespace {

// Nothing where the subscription has a later invoice.
std::optional<Subscription> current_of(const BillingPorts& ports, const Invoice& invoice) {
  const auto& is = invoice.fields();
  auto subscription = is.subscription ? ports.subscriptions.find(*is.subscription) : std::nullopt;
  if (!subscription || subscription->fields().latest_invoice != is.id) return std::nullopt;
  return subscription;
}

}  // namespace

void want_subscription_of(const BillingPorts& ports, const Invoice& invoice) {
  if (const auto& id = invoice.fields().subscription) ports.subscriptions.want(*id);
}

void invoice_paid(const BillingPorts& ports, const Invoice& invoice, shared::Instant now) {
  auto subscription = current_of(ports, invoice);
  if (!subscription) return;
  auto before = state_of(*subscription);
  if (!subscription->paid(current_span(*subscription, ports.time_zones), now)) return;
  ports.subscriptions.put(*subscription);
  ports.outbox.append(
      events::SubscriptionActivated{.after = state_of(*subscription), .before = std::move(before)});
}

void invoice_forgiven(const BillingPorts& ports, const Invoice& invoice, shared::Instant now) {
  auto subscription = current_of(ports, invoice);
  if (!subscription) return;
  auto before = state_of(*subscription);
  if (!subscription->forgiven(now)) return;
  ports.subscriptions.put(*subscription);
  ports.outbox.append(
      events::SubscriptionActivated{.after = state_of(*subscription), .before = std::move(before)});
}

void invoice_unpaid(const BillingPorts& ports, const Invoice& invoice, shared::Instant now) {
  auto subscription = current_of(ports, invoice);
  if (!subscription) return;
  auto before = state_of(*subscription);
  if (!subscription->payment_failed(now)) return;
  ports.subscriptions.put(*subscription);
  ports.outbox.append(
      events::SubscriptionPastDue{.after = state_of(*subscription), .before = std::move(before)});
}

}  // namespace billing
