#pragma once

#include <functional>
#include <string>

#include <adapters/http/route.hpp>

namespace http {

// Probes: what the routes for machines ask. Any thread may; none may block.
struct Probes {
  // Empty where it is ready: stores writable, migrations match, not stopping; a gateway reaches the
  // broker. Else what is said of it, to anybody who asks.
  std::function<std::string()> why_not_ready;
  std::function<std::string()> metrics;  // Prometheus text format
};

// GET /livez, /readyz (both open to all), /metrics.
RouteTable probe_routes(Probes probes);

}  // namespace http
