#pragma once

#include <string>

#include <adapters/http/route.hpp>

namespace http {

// The OpenAPI document of these routes, as JSON: complete, and nothing in it that is not theirs.
//   Source  OpenAPI 3.1.0
std::string openapi_document(const RouteTable& table, const std::string& version);

// The table with one route more, GET /openapi.json, which answers the document of all of it.
RouteTable with_openapi(RouteTable table, const std::string& version);

}  // namespace http
