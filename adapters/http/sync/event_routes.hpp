#pragma once

#include <memory>

#include <adapters/http/sync/sync_routes.hpp>

namespace http {

// GET /v1/events: a module's log, for readers in any language, with a long poll.
Route events_route(std::shared_ptr<const SyncPorts> ports);

}  // namespace http
