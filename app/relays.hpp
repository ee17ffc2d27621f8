#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <adapters/nats/connection.hpp>
#include <adapters/nats/jetstream.hpp>
#include <adapters/sql/location.hpp>
#include <app/config_settings.hpp>
#include <app/metrics.hpp>
#include <ports/shared/clock.hpp>
#include <ports/sync/observer.hpp>

namespace app {

// Relays: bring the logs of this process into their JetStream streams, each on a thread of its own
// that reads the log as a follower would: no write waits for them, and none fails for want of a
// broker.
class Relays {
 public:
  Relays(nats::Connection& connection, nats::StreamLimits stream, shared::Clock& clock,
         sync::Observer& observer);
  ~Relays();  // stops

  // Before start().
  void add(const std::string& log, const sql::Location& at);
  void start();
  // May be said twice.
  void stop();
  // Says that this log moved. Any thread, also once this is gone: cheap.
  std::function<void()> waker(const std::string& log) const;

  // Lets the figures be asked for, as long as this lives.
  void watch(Metrics& metrics) const;

 private:
  class Relaying;

  nats::Connection& connection_;
  const nats::StreamLimits stream_;
  shared::Clock& clock_;
  sync::Observer& observer_;
  std::vector<std::unique_ptr<Relaying>> relaying_;
};

nats::StreamLimits stream_limits(const Settings& settings);

}  // namespace app
