#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include <adapters/http/gateway.hpp>
#include <adapters/http/router.hpp>
#include <app/core.hpp>
#include <app/metrics.hpp>

namespace app {

// Faces: all that the outside can ask of this process, as one handler: the server and the CLI's
// local mode answer through the same gateway, which leads to a router for each module.
class Faces final : private http::RouterObserver {
 public:
  Faces(Core& core, Metrics& metrics, std::function<bool()> ready,
        http::GatewayLimits limits = {});

  http::Handler& handler() { return *gateway_; }
  http::MemoryKeyRing& keys() { return keys_; }

 private:
  void answered(const http::Answered& answered) override;
  void failed(std::string_view request_id, std::string_view what) override;

  http::Router& router_of(http::RouteTable table);

  Core& core_;
  http::MemoryKeyRing keys_;
  const std::shared_ptr<http::OpenStreams> streams_;
  std::map<std::string, RouteMetrics, std::less<>> measured_;  // by operation
  std::vector<std::unique_ptr<http::Router>> routers_;
  std::unique_ptr<http::Gateway> gateway_;
};

}  // namespace app
