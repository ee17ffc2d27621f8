#pragma once

#include <memory>
#include <vector>

#include <adapters/http/user/user_routes.hpp>

namespace http {

using UserPortsPtr = std::shared_ptr<const UserRoutePorts>;

// POST /v1/users, PATCH and DELETE /v1/users/{id}, change_email, deactivate, reactivate.
std::vector<Route> user_writes(const UserPortsPtr& ports);

// A route of this module that changes something.
Route user_write(std::string method, std::string pattern, std::string operation_id,
                 std::string summary);

}  // namespace http
