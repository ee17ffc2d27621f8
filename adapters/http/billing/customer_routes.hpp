#pragma once

#include <cstddef>
#include <functional>

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
  // Of those that this copy is made of, how many wait because a change could not be applied: a list
  // may lack them.
  std::function<std::size_t()> parked_keys;
};

// GET /v1/customers, GET and PATCH /v1/customers/{id}.
RouteTable customer_routes(CustomerRoutePorts ports);

}  // namespace http
