#pragma once

#include <functional>

#include <adapters/http/billing/billing_routes.hpp>
#include <adapters/http/message.hpp>
#include <adapters/http/reads.hpp>
#include <adapters/http/route.hpp>
#include <adapters/http/user/user_routes.hpp>

// Overview: GET /v1/users/{id}/overview, what two modules know of one user, each asked at once and
// on its own, in one answer. Where one of them cannot be asked, the other's half is answered, with
// null for the rest and the module's name under `partial`.
namespace app {

// OverviewHalf: answers with one module's members of the overview, without the braces around them.
using OverviewHalf = std::function<void(http::Call call, http::Reply reply)>;

OverviewHalf half_of_user(http::Reads<http::UserReading> reads);
OverviewHalf half_of_billing(http::Reads<http::BillingReading> reads,
                             std::function<shared::Instant()> billing_now);
// Of a module in another process, which serves its half_routes: the handler asks it, and says with
// its own deadline how long that may take. The handler must outlive the routes.
OverviewHalf half_elsewhere(http::Handler& asks);

struct OverviewHalves {
  OverviewHalf user;
  OverviewHalf billing;
};

http::RouteTable overview_routes(OverviewHalves halves);
// The same path with one half as its answer: what a module serves to the gateway.
http::RouteTable half_routes(OverviewHalf half);

}  // namespace app
