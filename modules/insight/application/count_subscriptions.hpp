#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include <insight/application/tally.hpp>
#include <shared/domain/result.hpp>

namespace insight {

// SubscriptionFacts: what counts of a subscription before or after a change.
struct SubscriptionFacts {
  std::string status;
  std::string paused_from;  // while paused: its status before
  std::string currency;
  std::int64_t unit_amount_minor = 0;
  std::int64_t quantity = 0;
  std::string interval;  // "month" | "year"

  bool active() const { return pays() || status == "trialing"; }
  bool pays() const { return status == "active" || status == "past_due"; }
  // Whether it would pay if its user were not away: to lose it is churn.
  bool won() const { return pays() || paused_from == "active" || paused_from == "past_due"; }
};

// CountSubscriptions: how many are active, what they bring, how many were lost.
//   Errors  insight.event_unreadable, where amounts leave the range or the interval is unknown
class CountSubscriptions {
 public:
  explicit CountSubscriptions(const Tally& tally) : tally_(tally) {}

  void want(const SubscriptionFacts& after, shared::Instant at) const;
  shared::Done changed(const std::optional<SubscriptionFacts>& before,
                       const SubscriptionFacts& after, shared::Instant at) const;

 private:
  Tally tally_;
};

}  // namespace insight
