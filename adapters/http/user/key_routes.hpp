#pragma once

#include <vector>

#include <adapters/http/user/user_writes.hpp>

namespace http {

// POST and GET /v1/keys, DELETE /v1/keys/{id}. A new key opens the door, and a revoked one shuts
// it, before the answer is out.
std::vector<Route> key_routes(const UserPortsPtr& ports);

}  // namespace http
