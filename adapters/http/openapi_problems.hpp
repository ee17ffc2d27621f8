#pragma once

#include <map>
#include <string>
#include <string_view>

#include <adapters/http/route.hpp>

// How an OpenAPI document tells of refusals.
namespace http::openapi {

inline constexpr std::string_view problem_schema = R"({"type":"object",
"description":"Why a request was refused (RFC 9457).",
"required":["type","title","status","detail","code"],
"properties":{"type":{"type":"string"},"title":{"type":"string"},"status":{"type":"integer"},
"detail":{"type":"string","description":"One sentence for a person."},
"code":{"type":"string","description":"Stable and machine-readable: <module>.<phrase>."},
"errors":{"type":"array","items":{"type":"object","required":["pointer","code","detail"],
"properties":{"pointer":{"type":"string","description":"A JSON pointer into the request's body."},
"code":{"type":"string"},"detail":{"type":"string"}}}},
"request_id":{"type":"string"}}})";

// What a route may answer instead of a success, by status: one response for all routes, or the
// route's own, with its module's refusals as examples.
std::map<int, std::string> problems(const Route& route);

// Those that are the same for all routes, as the document's components.
std::string common_responses(const RouteTable& table);

}  // namespace http::openapi
