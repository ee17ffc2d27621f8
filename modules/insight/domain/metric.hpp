#pragma once

#include <optional>
#include <span>
#include <string_view>

namespace insight {

// Metric: what is counted per day. A flow is what happened on that day; a level is what stands at
// its end, kept as the sum of all changes up to it.
enum class Metric {
  sign_ups,              // users who registered
  departures,            // users who were deleted
  active_subscriptions,  // level: trialing, active or past due
  churn,                 // subscriptions that were active or past due, and ended
  mrr,                   // level: what active and past-due ones bring a month, per currency
  collected,             // money that payments brought, per currency
  failed_payments,       // payments that failed
};

std::span<const Metric> all_metrics();
std::string_view to_text(Metric metric);
std::optional<Metric> parse_metric(std::string_view text);
bool is_level(Metric metric);

// Whose time its days are of: what users do happens by the wall clock, what subscriptions and
// payments do by billing's own time, which may run ahead of it.
enum class Timeline { wall, billing };
Timeline timeline_of(Metric metric);
// Whether it is an amount in minor units of some currency, instead of a count.
bool is_money(Metric metric);

}  // namespace insight
