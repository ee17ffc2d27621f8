#include <adapters/json/insight/insight_projections.hpp>

#include <cstdint>
#include <optional>
#include <string>

#include <boost/describe.hpp>

#include <ports/billing/payment_events.hpp>
#include <ports/billing/subscription_events.hpp>
#include <ports/user/user_events.hpp>

#include <insight/domain/insight_errors.hpp>

#include <adapters/json/change.hpp>

namespace json {
namespace {

struct Subscription {
  std::string status;
  std::optional<std::string> paused_from;
  std::string currency;
  std::int64_t unit_amount_minor = 0;
  std::int64_t quantity = 0;
  std::string interval;
  shared::Instant updated_at;
};
BOOST_DESCRIBE_STRUCT(Subscription, (),
                      (status, paused_from, currency, unit_amount_minor, quantity, interval,
                       updated_at))

struct Change {
  std::optional<Subscription> after;
  std::optional<Subscription> before;
};
BOOST_DESCRIBE_STRUCT(Change, (), (after, before))

struct Payment {
  std::string currency;
  std::int64_t amount_minor = 0;
  shared::Instant updated_at;
};
BOOST_DESCRIBE_STRUCT(Payment, (), (currency, amount_minor, updated_at))

std::unexpected<shared::Error> unreadable(const shared::Error& why) {
  return shared::refuse(
      shared::at_field(insight::errors::event_unreadable(why.detail), why.field));
}

std::unexpected<shared::Error> says_no_state() {
  return shared::refuse(insight::errors::event_unreadable("It says no state."));
}

insight::SubscriptionFacts facts_of(const Subscription& state) {
  return {.status = state.status,
          .paused_from = state.paused_from.value_or(""),
          .currency = state.currency,
          .unit_amount_minor = state.unit_amount_minor,
          .quantity = state.quantity,
          .interval = state.interval};
}

bool settles(const sync::Event& event) {
  return event.type == billing::events::PaymentSucceeded::type ||
         event.type == billing::events::PaymentFailed::type;
}

}  // namespace

std::string_view UserCounter::aggregate_type() const { return user::events::user_aggregate; }

shared::Done UserCounter::apply(const sync::Event& event) {
  if (event.type == user::events::UserRegistered::type) return count_.registered(event.occurred_at);
  if (event.removes) return count_.deleted(event.occurred_at);
  return {};
}

std::string_view SubscriptionCounter::aggregate_type() const {
  return billing::events::subscription_aggregate;
}

void SubscriptionCounter::want(const sync::Event& event) {
  const auto change = read_event<Change>(event.payload);
  if (!change || !change->after) return;  // apply() will say so
  count_.want(facts_of(*change->after), change->after->updated_at);
}

shared::Done SubscriptionCounter::apply(const sync::Event& event) {
  const auto change = read_event<Change>(event.payload);
  if (!change) return unreadable(change.error());
  if (!change->after) return says_no_state();
  std::optional<insight::SubscriptionFacts> before;
  if (change->before) before = facts_of(*change->before);
  return count_.changed(before, facts_of(*change->after), change->after->updated_at);
}

std::string_view PaymentCounter::aggregate_type() const {
  return billing::events::payment_aggregate;
}

void PaymentCounter::want(const sync::Event& event) {
  if (!settles(event)) return;
  const auto after = read_after<Payment>(event.payload);
  if (after && *after) count_.want((*after)->currency, (*after)->updated_at);
}

shared::Done PaymentCounter::apply(const sync::Event& event) {
  if (!settles(event)) return {};
  const auto after = read_after<Payment>(event.payload);
  if (!after) return unreadable(after.error());
  if (!*after) return says_no_state();
  const auto& payment = **after;
  return event.type == billing::events::PaymentFailed::type
             ? count_.failed(payment.updated_at)
             : count_.succeeded(payment.currency, payment.amount_minor, payment.updated_at);
}

}  // namespace json
