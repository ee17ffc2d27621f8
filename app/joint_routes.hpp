#pragma once

#include <app/core.hpp>

namespace app {

// Routes that show what several modules know: each where all of them run in this process.
http::RouteTable joint_routes(Core& core, const Neighbours& neighbours,
                              const http::SyncPorts& logs);

}  // namespace app
