#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <ports/shared/clock.hpp>
#include <ports/shared/ids.hpp>
#include <ports/sync/digest.hpp>

#include <adapters/http/access.hpp>
#include <adapters/http/message.hpp>
#include <adapters/http/open_streams.hpp>
#include <adapters/http/route.hpp>

namespace http {

// Answered: one request and its end, for the access log and the metrics. No token, no body.
struct Answered {
  std::string_view method;
  std::string_view path;
  std::string_view route;         // the pattern; "-" where none matched
  std::string_view operation_id;  // "-" where none matched
  int status = 0;
  std::chrono::microseconds took{0};
  std::size_t body_bytes = 0;  // of the answer
  std::string_view request_id;
  std::string_view key_id;  // empty: none was shown, or a wrong one
  std::string_view peer;
  std::string_view traceparent;
};

// RouterObserver: is told of every answer, from whatever thread gave it. It must not block.
class RouterObserver {
 public:
  virtual ~RouterObserver() = default;
  virtual void answered(const Answered& answered) = 0;
  // A route threw: a mistake of ours, answered with 500.
  virtual void failed(std::string_view request_id, std::string_view what) = 0;
};

struct RouterPorts {
  shared::Clock& clock;
  shared::Ids& ids;
  const sync::Digest& digest;
  KeyRing& keys;
  RouterObserver& observer;
  StreamBounds streams = {};
  // Set: shared with others, and whoever made it ends the streams of lost keys.
  std::shared_ptr<OpenStreams> open_streams = {};
};

// Router: from a request to its route, past everything that is the same for all of them: request
// id and trace, access, allowed parameters, media types, the Idempotency-Key. Each request is
// answered exactly once, also where a route throws or drops its reply. A caller whom somebody in
// front has authenticated is taken as given; of all others the token is looked up on the ring.
// An answer that goes on ends where its key is revoked, and at the heartbeat after it expired.
//   Errors  400, 401 with WWW-Authenticate, 403, 404, 405 with Allow, 406, 415, 500, 501; of
//           streams 429 and 503
class Router final : public Handler {
 public:
  Router(RouteTable table, RouterPorts ports);

  void handle(Request request, Reply reply) override;
  const RouteTable& table() const { return table_; }

 private:
  struct Match;
  class Pending;

  Match match(const Request& request) const;
  void enter(Request request, Pending& pending, Call& call) const;
  Response admitted(Response response, const Pending& pending) const;

  RouteTable table_;
  RouterPorts ports_;
  std::shared_ptr<OpenStreams> streams_;
  std::vector<std::vector<std::string>> segments_;  // of each route's pattern
};

}  // namespace http
