#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <adapters/nats/connection.hpp>
#include <adapters/nats/jetstream.hpp>
#include <adapters/sql/location.hpp>
#include <app/board.hpp>
#include <app/config_settings.hpp>
#include <app/metrics.hpp>
#include <app/module_lane.hpp>
#include <ports/shared/clock.hpp>

namespace app {

// Relays: bring the logs of this process into their JetStream streams, each on a thread of its own
// that reads the log as a follower would: no write waits for them, and none fails for want of a
// broker. They share a connection of their own.
class Relays {
 public:
  // `connection` is for what cannot wait to be gathered.
  Relays(const Settings& settings, nats::Connection& connection, shared::Clock& clock,
         Board& board);
  ~Relays();  // stops

  // Before start().
  void add(const std::string& log, const sql::Location& at, ModuleLane& lane);
  // Behind the start of the lanes.
  void start();
  // Before their end. May be said twice.
  void stop();

  // Lets the figures be asked for, as long as this lives.
  void watch(Metrics& metrics) const;

 private:
  class Relaying;

  nats::Connection& prompt_;
  nats::Connection gathering_;  // what is published leaves by many at once
  const nats::StreamLimits stream_;
  shared::Clock& clock_;
  Board& board_;
  std::vector<std::unique_ptr<Relaying>> relaying_;
};

}  // namespace app
