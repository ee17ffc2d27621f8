#pragma once

#include <map>
#include <memory>
#include <string>

#include <app/core.hpp>

namespace app {

// Askable: the handlers by which a gateway reaches modules elsewhere, by name, and by
// overview_service_of those what some say of one user.
using Askable = std::map<std::string, std::unique_ptr<http::Handler>, std::less<>>;

// Routes that show what several modules know: each where all of them run in this process.
http::RouteTable joint_routes(Core& core, const Neighbours& neighbours,
                              const http::SyncPorts& logs);

class Elsewhere;
// The same for a gateway, wherever they run.
http::RouteTable joint_routes(Core& core, const Neighbours& neighbours,
                              const http::SyncPorts& logs, Elsewhere& elsewhere,
                              const Askable& askable);

// What the module says to gateways of one user; no routes where it has nothing to say.
http::RouteTable half_routes_of(Part& part, const Neighbours& neighbours);

}  // namespace app
