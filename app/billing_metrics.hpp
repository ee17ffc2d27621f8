#pragma once

#include <app/core.hpp>
#include <app/metrics.hpp>

namespace app {

// What billing does by itself, as figures that are asked for at each scrape. The core outlives the
// metrics' last.
void watch_billing(Metrics& metrics, Core& core);

}  // namespace app
