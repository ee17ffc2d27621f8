#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <string>

#include <adapters/http/router.hpp>
#include <app/core.hpp>
#include <app/metrics.hpp>

namespace app {

// Faces: all that the outside can ask of this process, as one handler: the server and the CLI's
// local mode answer through the same routes.
class Faces final : private http::RouterObserver {
 public:
  Faces(Core& core, Metrics& metrics, std::function<bool()> ready);

  http::Handler& handler() { return router_; }
  http::MemoryKeyRing& keys() { return keys_; }

 private:
  void answered(const http::Answered& answered) override;
  void failed(std::string_view request_id, std::string_view what) override;

  Core& core_;
  http::MemoryKeyRing keys_;
  std::map<std::string, RouteMetrics, std::less<>> measured_;  // by operation
  http::Router router_;
};

}  // namespace app
