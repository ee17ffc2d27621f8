#pragma once

#include <functional>

#include <adapters/http/route.hpp>

namespace http {

// UserPages: answers as GET /v1/users does, from wherever the users are.
using UserPages = std::function<void(Call call, Reply reply)>;

// GET /v1/users/export: every user, as a stream of NDJSON. It is made of pages: the next is asked
// for when the reader has taken the one before the last.
//   Bounds  two pages of 200 users for each stream
RouteTable user_export(UserPages pages);

}  // namespace http
