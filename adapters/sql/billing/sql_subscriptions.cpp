#include <adapters/sql/billing/sql_subscriptions.hpp>

#include <cassert>
#include <utility>

namespace sql {

SqlSubscriptions::SqlSubscriptions(Session& writer)
    : by_customer_(writer, SubscriptionRow::table(), {{"user_id", 't'}},
                   "status NOT IN ('canceled', 'incomplete_expired')"),
      subscriptions_(writer) {}

std::optional<billing::Subscription> SqlSubscriptions::find(const billing::SubscriptionId& id) {
  const auto* subscription = subscriptions_.find(id);
  return subscription != nullptr ? std::optional{*subscription} : std::nullopt;
}

void SqlSubscriptions::put(const billing::Subscription& subscription) {
  const auto& is = subscription.fields();
  of_[is.customer].ids.insert(is.id);
  subscriptions_.put(subscription);
}

void SqlSubscriptions::want(const billing::CustomerId& id) {
  if (!std::exchange(of_[id].wanted, true)) wanted_.push_back(id);
}

std::vector<billing::Subscription> SqlSubscriptions::find(const billing::CustomerId& id) {
  const auto& known = of_[id];
  assert(known.wanted && "a customer must be wanted before it is read");
  std::vector<billing::Subscription> found;
  if (!known.loaded) return found;
  for (const auto& one : known.ids) {
    const auto* subscription = subscriptions_.peek(one);
    if (subscription != nullptr && !subscription->ended()) found.push_back(*subscription);
  }
  return found;
}

bool SqlSubscriptions::load() {
  const auto wanted = std::exchange(wanted_, {});
  if (wanted.empty()) return subscriptions_.load();
  by_customer_.clear();
  const auto row = [this] {
    auto subscription = SubscriptionRow::read(by_customer_);
    const auto& is = subscription.fields();
    of_[is.customer].ids.insert(is.id);
    subscriptions_.loaded(std::move(subscription));
  };
  for (const auto& id : wanted) {
    by_customer_.cell(id.user_text());
    by_customer_.end_key(row);
  }
  by_customer_.finish(row);
  for (const auto& id : wanted) of_[id].loaded = true;
  subscriptions_.load();
  return true;
}

void SqlSubscriptions::clear() noexcept {
  subscriptions_.clear();
  of_.clear();
  wanted_.clear();
}

}  // namespace sql
