#pragma once

#include <functional>

#include <ports/insight/day_counts.hpp>
#include <shared/domain/instant.hpp>

#include <adapters/http/reads.hpp>
#include <adapters/http/route.hpp>

namespace http {

// What a reading thread has of the insight module.
struct InsightReading {
  insight::DayCountViews& counts;
};

struct InsightRoutePorts {
  Reads<InsightReading> reads;
  // What time it is for the metrics of users, and for those of billing.
  std::function<shared::Instant(insight::Timeline)> now;
};

// GET /v1/insight, /v1/insight/{metric}.
RouteTable insight_routes(InsightRoutePorts ports);

}  // namespace http
