#include <insight/application/count_subscriptions.hpp>

#include <insight/domain/insight_errors.hpp>
#include <shared/domain/planted_bug.hpp>

namespace insight {
namespace {

// What it brings a year, which is exact for both intervals.
shared::Result<std::int64_t> a_year(const std::optional<SubscriptionFacts>& facts) {
  if (!facts || !facts->pays()) return 0;
  const bool monthly = facts->interval == "month";
  if (!monthly && facts->interval != "year") {
    return shared::refuse(errors::event_unreadable("Its interval is unknown."));
  }
  std::int64_t amount = 0;
  if (__builtin_mul_overflow(facts->unit_amount_minor, facts->quantity, &amount) ||
      __builtin_mul_overflow(amount, monthly ? 12 : 1, &amount)) {
    return shared::refuse(errors::event_unreadable("Its amount leaves the range."));
  }
  return amount;
}

}  // namespace

void CountSubscriptions::want(const SubscriptionFacts& after, shared::Instant at) const {
  tally_.want(Metric::active_subscriptions, "", at);
  tally_.want(Metric::churn, "", at);
  tally_.want(Metric::mrr, after.currency, at);
}

shared::Done CountSubscriptions::changed(const std::optional<SubscriptionFacts>& before,
                                         const SubscriptionFacts& after,
                                         shared::Instant at) const {
  const auto brought = a_year(before);
  if (!brought) return shared::refuse(brought.error());
  const auto brings = a_year(after);
  if (!brings) return shared::refuse(brings.error());
  const bool was_active = before && before->active() && !SIM_BUG("tally_counted_twice");
  std::int64_t more = 0;
  if (__builtin_sub_overflow(*brings, *brought, &more)) {
    return shared::refuse(errors::event_unreadable("Its amount leaves the range."));
  }
  const bool lost = before && before->won() && after.status == "canceled";
  if (auto done = tally_.add(Metric::active_subscriptions, "", at,
                             int{after.active()} - int{was_active});
      !done) {
    return done;
  }
  if (auto done = tally_.add(Metric::mrr, after.currency, at, more); !done) return done;
  return tally_.add(Metric::churn, "", at, int{lost});
}

}  // namespace insight
