#pragma once

#include <adapters/http/user/user_writes.hpp>

namespace http {

// POST /v1/users/import: many users in one request, each row a command of its own: it takes effect
// or is refused alone.
Route import_route(const UserPortsPtr& ports);

}  // namespace http
