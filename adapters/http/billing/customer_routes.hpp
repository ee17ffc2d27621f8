#pragma once

#include <billing/application/billing_module.hpp>
#include <ports/billing/customer_views.hpp>
#include <ports/sync/command.hpp>

#include <adapters/http/reads.hpp>
#include <adapters/http/route.hpp>

namespace http {

// What a reading thread has of the billing module.
struct BillingReading {
  billing::CustomerViews& customers;
};

struct CustomerRoutePorts {
  const billing::BillingModule& module;  // touched by commands alone, on the module's lane
  sync::CommandQueue& queue;
  Reads<BillingReading> reads;
};

// GET /v1/customers, GET and PATCH /v1/customers/{id}.
RouteTable customer_routes(CustomerRoutePorts ports);

}  // namespace http
