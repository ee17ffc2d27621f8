#pragma once

#include <app/billing_processes.hpp>
#include <app/metrics.hpp>

namespace app {

// What billing does by itself, as figures that are asked for at each scrape. They outlive the
// metrics' last.
void watch_billing(Metrics& metrics, const BillingProcesses& processes);

}  // namespace app
