#pragma once

#include <string_view>

#include <ports/billing/time_zones.hpp>

#include <billing/domain/subscription.hpp>

// Spans: the periods of a subscription, with the instants that its zone's clocks give them.
namespace billing {

inline Subscription::Span span_of(const Period& period, std::string_view zone,
                                  const TimeZones& zones) {
  return {.period = period, .ends_at = zones.start_of(zone, period.end)};
}

// The one that is current; of a subscription that is trialing, the trial.
inline Subscription::Span current_span(const Subscription& subscription, const TimeZones& zones) {
  const auto& is = subscription.fields();
  return span_of(is.period, is.time_zone, zones);
}

// The one behind it.
inline Subscription::Span next_span(const Subscription& subscription, const TimeZones& zones) {
  const auto& is = subscription.fields();
  return span_of(subscription.cycle().period(is.period_no + 1), is.time_zone, zones);
}

// What day it is where its customer lived when it began.
inline LocalDate today_of(const Subscription& subscription, const TimeZones& zones,
                          shared::Instant now) {
  return zones.day_of(subscription.fields().time_zone, now);
}

// The first one of a cycle that begins today.
inline Subscription::Span fresh_span(const Subscription& subscription, LocalDate today,
                                     const TimeZones& zones) {
  const auto& is = subscription.fields();
  const BillingCycle cycle{.anchor = today, .interval = is.interval};
  return span_of(cycle.period(0), is.time_zone, zones);
}

}  // namespace billing
