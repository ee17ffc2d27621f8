#include <app/relays.hpp>

#include <algorithm>
#include <mutex>
#include <optional>

#include <adapters/nats/jetstream_event_stream.hpp>
#include <app/module_store.hpp>
#include <app/process_driver.hpp>
#include <sync/application/relay.hpp>

namespace app {

nats::StreamLimits stream_limits(const Settings& settings) {
  return {settings.nats_stream_bytes_max, static_cast<int>(settings.nats_stream_replicas)};
}

// Relaying: one log's relay, its thread, and what others may know of it.
class Relays::Relaying {
 public:
  Relaying(std::string log, const sql::Location& at, Relays& relays)
      : log_(std::move(log)),
        at_(at),
        stream_(relays.connection_, log_, {.stream = relays.stream_}),
        clock_(relays.clock_),
        observer_(relays.observer_) {
    driver_->add([this] { return step(); });
  }

  const std::string& log() const { return log_; }
  void start() { driver_->start(); }
  void stop() { driver_->stop(); }
  std::function<void()> waker() const {
    return [weak = std::weak_ptr{driver_}] {
      if (const auto driver = weak.lock()) driver->wake();
    };
  }
  sync::RelayStatus status() const {
    const std::scoped_lock lock(mutex_);
    return status_;
  }

 private:
  // The log is opened here, for its database may be away.
  std::chrono::milliseconds step() {
    if (!access_) {
      access_.emplace(at_);
      relay_.emplace(log_, access_->reader, stream_, clock_, observer_, sync::Relay::Limits{});
    }
    const auto wait = relay_->step();
    const std::scoped_lock lock(mutex_);
    status_ = relay_->status();
    return wait;
  }

  const std::string log_;
  const sql::Location at_;
  nats::JetStreamEventStream stream_;
  shared::Clock& clock_;
  sync::Observer& observer_;
  std::optional<LogAccess> access_;
  std::optional<sync::Relay> relay_;
  mutable std::mutex mutex_;
  sync::RelayStatus status_;
  std::shared_ptr<ProcessDriver> driver_ = std::make_shared<ProcessDriver>("relay of " + log_);
};

Relays::Relays(nats::Connection& connection, nats::StreamLimits stream, shared::Clock& clock,
               sync::Observer& observer)
    : connection_(connection), stream_(stream), clock_(clock), observer_(observer) {}

Relays::~Relays() { stop(); }

void Relays::add(const std::string& log, const sql::Location& at) {
  relaying_.push_back(std::make_unique<Relaying>(log, at, *this));
}

void Relays::start() {
  for (const auto& relaying : relaying_) relaying->start();
}

void Relays::stop() {
  for (const auto& relaying : relaying_) relaying->stop();
}

std::function<void()> Relays::waker(const std::string& log) const {
  const auto found = std::ranges::find(relaying_, log, [](const auto& one) { return one->log(); });
  return (*found)->waker();
}

void Relays::watch(Metrics& metrics) const {
  for (const auto& one : relaying_) {
    const auto gauge = [&](const char* name, const char* help, auto value) {
      metrics.gauge(name, help, {{"log", one->log()}}, [relaying = one.get(), value] {
        return static_cast<double>(value(relaying->status()));
      });
    };
    using Status = sync::RelayStatus;
    gauge("cleave_relay_offset", "The stream holds the log up to here",
          [](const Status& status) { return status.relayed; });
    gauge("cleave_relay_lag_events", "Events of the log that its stream does not hold yet",
          [](const Status& status) { return status.head - std::min(status.head, status.relayed); });
    gauge("cleave_relay_waiting", "1 where the relay waits for the broker or the database",
          [](const Status& status) { return status.waiting.empty() ? 0 : 1; });
    metrics.counter("cleave_relay_events_total", "Events published", {{"log", one->log()}},
                    [relaying = one.get()] {
                      return static_cast<double>(relaying->status().published);
                    });
  }
}

}  // namespace app
