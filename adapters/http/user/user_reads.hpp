#pragma once

#include <vector>

#include <adapters/http/user/user_writes.hpp>

namespace http {

// GET /v1/users, /v1/users/{id}, /v1/users/{id}/billing.
std::vector<Route> user_reads(const UserPortsPtr& ports);

}  // namespace http
