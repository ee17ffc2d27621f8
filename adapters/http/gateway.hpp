#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <ports/shared/clock.hpp>
#include <ports/shared/ids.hpp>
#include <ports/sync/digest.hpp>

#include <adapters/http/access.hpp>
#include <adapters/http/doors.hpp>
#include <adapters/http/key_directory.hpp>
#include <adapters/http/message.hpp>
#include <adapters/http/open_streams.hpp>
#include <adapters/http/rate_limiter.hpp>
#include <adapters/http/router.hpp>

namespace http {

struct GatewayLimits {
  RateLimit per_key;
  RateLimit per_address;
};

struct GatewayPorts {
  shared::Clock& clock;
  shared::Ids& ids;
  const sync::Digest& digest;
  KeyRing& keys;
  RouterObserver& observer;         // hears of what is refused here; of all else its handler tells
  std::shared_ptr<OpenStreams> streams;  // of all routers behind; ended with their keys
  KeyDirectory* directory = nullptr;     // asked for keys that are not on the ring
  GatewayLimits limits = {};
};

// Gateway: the one way in, for modules in this process and elsewhere alike. It finds out once who
// asks, lets nobody ask too often, and passes the request with its caller on to whose path it is;
// routes, scopes, parameters and whether a key is needed at all are the module's to check.
//   Errors  429 with Retry-After; 503 where a key cannot be checked
//   Note    outlives every request that it has
class Gateway final : public Handler {
 public:
  // What no door leads to is `own`: probes, composed answers, and the refusal of unknown paths.
  Gateway(GatewayPorts ports, const std::vector<Door>& doors, Handler& own);

  void handle(Request request, Reply reply) override;

 private:
  void enter(Request request, Caller caller, Reply reply);
  void look_up(Request request, Caller caller, Reply reply);
  std::string request_id_of(const Request& request) const;
  void refuse(const Request& request, std::string_view key_id, Response response,
              std::string request_id, Reply reply);
  void refuse_for(std::chrono::milliseconds wait, std::string_view who, const Request& request,
                  std::string_view key_id, Reply reply);

  const GatewayPorts ports_;
  Doors doors_;
  RateLimiter addresses_;
  RateLimiter keys_;
};

}  // namespace http
