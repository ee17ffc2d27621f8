#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <ports/sync/command.hpp>
#include <shared/domain/error.hpp>

#include <adapters/http/access.hpp>
#include <adapters/http/message.hpp>

// Route: one operation of the HTTP face, as data: routing, access, OpenAPI and checks of headers
// and parameters all come from here.
namespace http {

struct Route;

// Call: one request on its way through a route.
struct Call {
  Request request;
  const Route* route = nullptr;
  std::shared_ptr<const Principal> principal;  // null on an open route
  Fields path;                                 // {id} and what stood there
  std::string request_id;
  sync::Origin origin;
  std::optional<sync::Idempotency> idempotency;

  // What stood at {name}; the route's pattern must have it.
  const std::string& at(std::string_view name) const;
};

// Who may: everybody, every key, or keys with those scopes.
struct Access {
  bool key_needed = true;
  std::vector<std::string> scopes;

  static Access open() { return {false, {}}; }
  static Access any_key() { return {true, {}}; }
  // More than one scope for what shows data of several kinds at once.
  template <class... Scopes>
  static Access scoped(Scopes... scopes) {
    return {true, {std::string(std::move(scopes))...}};
  }
};

// Parameter: one of the query's. What a route does not name, it refuses.
struct Parameter {
  std::string name;
  std::string description;
  std::string schema;  // JSON Schema, as JSON
};

enum class Body { none, optional, required };

struct Answer {
  int status = 200;
  std::string description;
  std::string schema;  // the name of a component; empty: see content_type alone
  std::string content_type = "application/json";
  std::string created_in = {};  // 201: the path below which it is found; empty: the route's own
};

// What a caller may say in headers, and hears in them.
struct Talk {
  bool idempotency_key = false;  // a write: takes Idempotency-Key, answers Cleave-Position
  bool if_match = false;         // takes If-Match
  bool wait_for = false;         // a read of a store: takes Cleave-Wait-For
  bool last_event_id = false;    // Server-Sent Events: takes Last-Event-ID
  bool key_required = false;     // money moves: without Idempotency-Key it is refused
  bool version_required = false;  // a repeat would do harm: without If-Match it is refused
};

struct Route {
  std::string method;
  std::string pattern;  // "/v1/users/{id}"
  std::string operation_id;
  std::string tag;
  std::string summary;
  std::string description;
  Access access;
  Talk talk;
  std::vector<Parameter> query;
  Body body = Body::none;
  std::string body_schema;  // the name of a component
  Answer answer;
  std::vector<int> problems;  // beside those that every route may answer
  std::vector<shared::Error> refusals;  // what its module may say no with: examples of problems
  // Answers exactly once, from any thread. What it throws becomes a 500.
  std::function<void(Call call, Reply reply)> handle;

  // The path below which what it creates is found; empty where it creates nothing.
  std::string_view creates_in() const {
    if (answer.status != 201) return {};
    return answer.created_in.empty() ? pattern : answer.created_in;
  }
};

// Schema: a named component of the OpenAPI document.
struct Schema {
  std::string name;
  std::string json;
};

struct Tag {
  std::string name;
  std::string description;
};

struct RouteTable {
  std::vector<Route> routes;
  std::vector<Schema> schemas;
  std::vector<Tag> tags;

  void add(RouteTable more);
};

}  // namespace http
