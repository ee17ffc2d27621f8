#pragma once

#include <memory>

#include <adapters/http/sync/sync_routes.hpp>

namespace http {

// GET /v1/events/history: what a log says of one key, newest first.
Route history_route(std::shared_ptr<const SyncPorts> ports);

}  // namespace http
