#pragma once

#include <memory>
#include <vector>

#include <adapters/http/sync/sync_routes.hpp>

namespace http {

// /v1/sync/parked...: the dead letters: list, show, retry, discard.
std::vector<Route> parked_routes(std::shared_ptr<const SyncPorts> ports);

}  // namespace http
