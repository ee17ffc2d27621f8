#pragma once

#include <atomic>
#include <memory>
#include <string>

#include <adapters/nats/nats_requests.hpp>
#include <adapters/system/timer_thread.hpp>
#include <app/config_settings.hpp>
#include <app/core.hpp>
#include <app/metrics.hpp>

namespace app {

// NatsNetwork: the broker, as one process reaches it: one connection for all that it says and
// hears.
class NatsNetwork {
 public:
  // There is a URL. Throws std::runtime_error where settings or files cannot be used.
  NatsNetwork(const Settings& settings, shared::Clock& clock);

  nats::Connection& connection() { return connection_; }
  shared::Timer& timer() { return timer_; }
  shared::Requests& requests() { return requests_; }
  shared::Services& services() { return requests_; }
  // Returns once there is a link, or after 2 s: a core that starts asks who has seen its logs.
  void await_link() const;
  // Empty while there is a link; else which broker is not reached.
  std::string why_no_link() const;
  // For a core, which it must outlive.
  Network network();
  // Lets the figures be asked for, as long as this lives.
  void watch(Metrics& metrics) const;

 private:
  os::TimerThread timer_;
  nats::Connection connection_;
  nats::NatsRequests requests_;
  const std::string hosts_;
  std::atomic<bool> connected_ = false;
  std::unique_ptr<nats::Watch> watch_;
};

}  // namespace app
