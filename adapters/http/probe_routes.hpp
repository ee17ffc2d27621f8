#pragma once

#include <functional>
#include <string>

#include <adapters/http/route.hpp>

namespace http {

// Probes: what the routes for machines ask. Any thread may; none may block.
struct Probes {
  std::function<bool()> ready;            // stores writable, migrations match, not stopping
  std::function<std::string()> metrics;  // Prometheus text format
};

// GET /livez, /readyz (open to all, and silent on why), /metrics.
RouteTable probe_routes(Probes probes);

}  // namespace http
