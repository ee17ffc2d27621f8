#include <billing/application/subscribe.hpp>

#include <ports/billing/billing_states.hpp>
#include <ports/billing/profile_state.hpp>

#include <billing/application/billing_time.hpp>
#include <billing/application/drafting.hpp>
#include <billing/application/spans.hpp>
#include <billing/domain/billing_errors.hpp>

namespace billing {
namespace {

constexpr std::int64_t trial_days_max = 730;

}  // namespace

void Subscribe::want(const Command& command) const {
  ports_.clock.want(clock_row);
  ports_.user_replica.want(command.customer);
  ports_.profiles.want(command.customer);
  ports_.subscriptions_of_customer.want(command.customer);
  ports_.prices.want(command.price);
  if (const auto price = ports_.prices.find(command.price)) {
    ports_.products.want(price->fields().product);
    issuing_.want(command.customer, price->fields().unit.currency, command.invoice, command.at);
  }
}

shared::Result<Subscribe::Unchanged> Subscribe::operator()(const Command& command) const {
  const auto user = active_user(command);
  if (!user) return shared::refuse(user.error());
  const auto sold = offer(command.price);
  if (!sold) return shared::refuse(sold.error());
  const auto now = billing_time(ports_.clock, command.at);
  auto subscription = agreed(command, *user, *sold, now);
  if (!subscription) return shared::refuse(subscription.error());
  if (const auto done = take_currency(*subscription); !done) return shared::refuse(done.error());
  if (const auto done = bill(command, sold->product, *subscription, now); !done) {
    return shared::refuse(done.error());
  }
  ports_.subscriptions.put(*subscription);
  ports_.outbox.append(events::SubscriptionCreated{.after = state_of(*subscription)});
  return Unchanged{};
}

shared::Result<KnownUser> Subscribe::active_user(const Command& command) const {
  auto user = ports_.user_replica.find(command.customer);
  if (!user) return shared::refuse(errors::customer_not_found());
  if (user->status != "active") return shared::refuse(errors::customer_inactive());
  if (!ports_.time_zones.knows(user->time_zone)) return shared::refuse(errors::time_zone_unknown());
  const auto live = ports_.subscriptions_of_customer.find(command.customer);
  if (live.size() >= subscriptions_per_customer_max) {
    return shared::refuse(errors::too_many_subscriptions());
  }
  return std::move(*user);
}

shared::Result<Subscribe::Offer> Subscribe::offer(const PriceId& id) const {
  auto price = ports_.prices.find(id);
  if (!price) return shared::refuse(errors::price_not_found());
  if (price->fields().archived) return shared::refuse(errors::price_archived());
  auto product = ports_.products.find(price->fields().product);
  if (!product) return shared::refuse(errors::product_not_found());
  if (product->fields().archived) return shared::refuse(errors::product_archived());
  return Offer{.product = std::move(*product), .price = std::move(*price)};
}

shared::Result<Subscription> Subscribe::agreed(const Command& command, const KnownUser& user,
                                               const Offer& offer, shared::Instant now) const {
  if (command.trial_days < 0 || command.trial_days > trial_days_max) {
    return shared::refuse(errors::trial_out_of_range());
  }
  const auto& price = offer.price.fields();
  const auto today = ports_.time_zones.day_of(user.time_zone, now);
  const bool on_trial = command.trial_days > 0;
  const BillingCycle cycle{.anchor = plus_days(today, command.trial_days),
                           .interval = price.interval};
  const Period first = on_trial ? Period{.start = today, .end = cycle.anchor} : cycle.period(0);
  return Subscription::begin({.id = command.id,
                              .customer = command.customer,
                              .product = price.product,
                              .price = price.id,
                              .unit = price.unit,
                              .interval = price.interval,
                              .quantity = command.quantity,
                              .entitlements = offer.product.fields().entitlements,
                              .time_zone = user.time_zone,
                              .anchor = cycle.anchor,
                              .period = {},
                              .trial_end = on_trial ? std::optional{cycle.anchor} : std::nullopt,
                              .canceled_at = {},
                              .ended_at = {},
                              .end_reason = {},
                              .paused_from = {},
                              .latest_invoice = {},
                              .due_at = {},
                              .created_at = {},
                              .updated_at = {}},
                             span_of(first, user.time_zone, ports_.time_zones), now);
}

shared::Done Subscribe::take_currency(const Subscription& subscription) const {
  const auto& id = subscription.fields().customer;
  const auto& currency = subscription.fields().unit.currency;
  if (const auto profile = ports_.profiles.find(id)) {
    if (profile->fields().currency == currency) return {};
    return shared::refuse(errors::currency_differs());
  }
  const BillingProfile opened{
      {.id = id, .currency = currency, .tax_id = {}, .address = {}, .payment_method = {}}};
  ports_.profiles.put(opened);
  ports_.outbox.append(events::BillingProfileOpened{.after = state_of(opened)});
  return {};
}

shared::Done Subscribe::bill(const Command& command, const Product& product,
                             Subscription& subscription, shared::Instant now) const {
  const auto& is = subscription.fields();
  if (is.status == SubscriptionStatus::trialing) return {};
  const Drafting drafting{
      .id = command.invoice, .kind = "subscription_create", .period = is.period, .finalize_at = {}};
  auto draft = draft_of(subscription, product, drafting, now);
  if (!draft) return shared::refuse(draft.error());
  const auto issued = issuing_.issue(std::move(*draft), false, command.payment, now);
  if (!issued) return shared::refuse(issued.error());

  const bool paid = issued->fields().status == InvoiceStatus::paid;
  subscription.billed_first(command.invoice, paid, current_span(subscription, ports_.time_zones));
  return {};
}

}  // namespace billing
