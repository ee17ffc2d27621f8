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

}  // namespace billing
