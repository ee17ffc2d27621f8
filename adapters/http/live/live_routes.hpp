#pragma once

#include <functional>
#include <memory>

#include <adapters/http/live/live_hub.hpp>
#include <adapters/http/route.hpp>

namespace http {

struct LivePorts {
  std::shared_ptr<LiveHub> hub;
  // Answers 200 where there is a user of that id, once the logs of the hub are known as far as the
  // caller may name them; else what is to be said. Exactly once, from any thread, which then reads
  // no more than the hub's status.
  std::function<void(Call call, Reply reply)> look;
};

// GET /v1/users/{id}/live: what happens to one user, while somebody watches, as Server-Sent Events.
RouteTable live_routes(LivePorts ports);

}  // namespace http
