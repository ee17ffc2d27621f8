#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <adapters/http/access.hpp>
#include <adapters/http/body_stream.hpp>

// Request, Response: HTTP as the routes see it, free of any transport: the server, the CLI's local
// mode and the tests all speak it.
namespace http {

using Fields = std::vector<std::pair<std::string, std::string>>;

struct Request {
  std::string method;  // "GET"
  std::string path;    // decoded, "/v1/users/usr_..."
  Fields query;        // decoded, in order
  Fields headers;      // names in lower case
  std::string body;
  std::string peer;    // "127.0.0.1", for limits and logs
  std::optional<Caller> caller = {};  // set by whoever has authenticated this, never by the wire

  // The first value under that name (lower case for headers); nothing where there is none.
  std::optional<std::string_view> header(std::string_view name) const;
  std::optional<std::string_view> parameter(std::string_view name) const;
};

struct Response {
  int status = 200;
  Fields headers;
  std::string body;
  std::string content_type = "application/json";
  std::shared_ptr<BodyReader> stream = {};  // set: the body comes in pieces, and `body` is none
};

// Called exactly once, from any thread.
using Reply = std::move_only_function<void(Response)>;

// Handler: answers requests, each exactly once, and never throws.
class Handler {
 public:
  virtual ~Handler() = default;
  virtual void handle(Request request, Reply reply) = 0;
};

}  // namespace http
