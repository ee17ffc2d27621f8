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
  // Which day it is: billing's own time runs ahead where somebody advanced it.
  std::function<shared::Instant()> now;
};

// GET /v1/insight, /v1/insight/{metric}.
RouteTable insight_routes(InsightRoutePorts ports);

}  // namespace http
