#pragma once

#include <functional>

#include <adapters/http/billing/billing_routes.hpp>
#include <adapters/http/reads.hpp>
#include <adapters/http/user/user_routes.hpp>

namespace app {

struct OverviewPorts {
  http::Reads<http::UserReading> user;
  http::Reads<http::BillingReading> billing;
  std::function<shared::Instant()> billing_now;
};

// GET /v1/users/{id}/overview: what two modules know of one user, each asked at once and on its
// own, in one answer.
http::RouteTable overview_routes(OverviewPorts ports);

}  // namespace app
