#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string_view>

#include <adapters/http/live/live_hub.hpp>
#include <adapters/http/reads.hpp>
#include <adapters/http/route.hpp>
#include <shared/domain/error.hpp>

namespace http {

// What a reading thread can tell of users: why there is no such one; nothing where there is.
struct LiveReading {
  std::function<std::optional<shared::Error>(std::string_view user_id)> missing;
};

struct LivePorts {
  std::shared_ptr<LiveHub> hub;
  Reads<LiveReading> reads;
};

// GET /v1/users/{id}/live: what happens to one user, while somebody watches, as Server-Sent Events.
RouteTable live_routes(LivePorts ports);

}  // namespace http
