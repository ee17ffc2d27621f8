#pragma once

#include <functional>
#include <vector>

#include <adapters/http/user/user_writes.hpp>

namespace http {

// Answers with a page of users, as the call's query says.
std::function<void(Call call, Reply reply)> listing_users(const Reads<UserReading>& reads);

// GET /v1/users, /v1/users/{id}, /v1/users/{id}/billing.
std::vector<Route> user_reads(const UserPortsPtr& ports);

}  // namespace http
