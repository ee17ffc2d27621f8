#pragma once

#include <memory>
#include <vector>

#include <adapters/http/route.hpp>

namespace http {

struct SyncPorts;

// /v1/sync/restate/{module}: a module says again what its aggregates are.
Route restate_route(const std::shared_ptr<const SyncPorts>& ports);
std::vector<Schema> restate_schemas();

}  // namespace http
