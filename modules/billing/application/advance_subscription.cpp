#include <billing/application/advance_subscription.hpp>

#include <algorithm>
#include <cassert>

#include <ports/billing/billing_states.hpp>

#include <billing/application/billing_time.hpp>
#include <billing/application/drafting.hpp>
#include <billing/application/spans.hpp>
#include <billing/application/subscription_of_invoice.hpp>
#include <billing/domain/billing_errors.hpp>

namespace billing {

void AdvanceSubscription::want(const Command& command) const {
  ports_.clock.want(clock_row);
  ports_.subscriptions.want(command.id);
  const auto subscription = ports_.subscriptions.find(command.id);
  if (!subscription) return;
  const auto& is = subscription->fields();
  ports_.products.want(is.product);
  issuing_.want(is.customer, is.unit.currency, command.invoice, command.at);
  ending_.want(*subscription);
}

shared::Result<AdvanceSubscription::Unchanged> AdvanceSubscription::operator()(
    const Command& command) const {
  const auto subscription = ports_.subscriptions.find(command.id);
  if (!subscription) return shared::refuse(errors::subscription_not_found());
  if (!due(command, *subscription) || ending_.payment_decides(*subscription)) {
    return state_of(*subscription);
  }
  if (const auto done = advance(command, *subscription); !done) {
    return shared::refuse(done.error());
  }
  return Unchanged{};
}

// Days to come are billed ahead where somebody asks for that. Whatever else happens to a
// subscription happens in its own time.
bool AdvanceSubscription::due(const Command& command, const Subscription& subscription) const {
  const auto& is = subscription.fields();
  const bool goes_on =
      (is.status == SubscriptionStatus::active || is.status == SubscriptionStatus::past_due) &&
      !is.cancel_at_period_end;
  const auto now = billing_time(ports_.clock, command.at);
  return is.due_at && *is.due_at <= (goes_on ? command.as_of : std::min(command.as_of, now));
}

bool AdvanceSubscription::issued(const Command& command) const {
  const auto invoice = ports_.invoices.find(command.invoice);
  return invoice && invoice->fields().status != InvoiceStatus::draft;
}

shared::Done AdvanceSubscription::advance(const Command& command,
                                          const Subscription& subscription) const {
  const auto now = billing_time(ports_.clock, command.at);
  const auto& is = subscription.fields();
  if (subscription.running_status() == SubscriptionStatus::incomplete) {
    return ending_.expire(subscription, now);
  }
  if (is.cancel_at_period_end) return ending_.end_of_period(subscription, now);
  return renew(command, subscription, now);
}

shared::Done AdvanceSubscription::renew(const Command& command, Subscription subscription,
                                        shared::Instant now) const {
  const auto next = next_span(subscription, ports_.time_zones);
  if (auto done = bill(command, subscription, next.period, now); !done) return done;

  auto before = state_of(subscription);
  subscription.renew(next, command.invoice, now);
  ports_.subscriptions.put(subscription);
  ports_.outbox.append(
      events::SubscriptionRenewed{.after = state_of(subscription), .before = std::move(before)});
  const auto invoice = ports_.invoices.find(command.invoice);
  if (invoice && invoice->fields().status == InvoiceStatus::paid) {
    invoice_paid(ports_, *invoice, now);
  }
  return {};
}

// The invoice of a period: a draft for a while, so that a person can look at it; where that while
// is over by now, it is issued at once.
shared::Done AdvanceSubscription::bill(const Command& command, const Subscription& subscription,
                                       const Period& period, shared::Instant now) const {
  const auto& is = subscription.fields();
  const auto begins_at = ports_.time_zones.start_of(is.time_zone, period.start);
  const auto finalize_at = begins_at + rules_.draft_for;
  const bool at_once = finalize_at <= command.as_of;
  const Drafting drafting{.id = command.invoice,
                          .kind = "subscription_cycle",
                          .period = period,
                          .finalize_at = finalize_at};

  const auto product = ports_.products.find(is.product);
  assert(product && "a product is archived, and never goes");
  auto draft = draft_of(subscription, *product, drafting, now);
  if (!draft) return shared::refuse(draft.error());
  if (at_once) {
    const auto issued = issuing_.issue(std::move(*draft), false, command.payment, now);
    if (!issued) return shared::refuse(issued.error());
    return {};
  }
  ports_.invoices.put(*draft);
  ports_.outbox.append(events::InvoiceDrafted{.after = state_of(*draft)});
  return {};
}

}  // namespace billing
