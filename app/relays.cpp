#include <app/relays.hpp>

#include <algorithm>
#include <mutex>
#include <optional>

#include <adapters/nats/jetstream_event_stream.hpp>
#include <app/logging.hpp>
#include <app/module_store.hpp>
#include <app/nats_settings.hpp>
#include <app/process_driver.hpp>
#include <app/siblings.hpp>
#include <sync/application/relay.hpp>

namespace app {

namespace {

nats::Settings gathering(nats::Settings settings) {
  settings.gather = true;
  return settings;
}

// Whether the broker is there, the process's other connection says.
void log_refusal(const nats::Notice& notice) {
  if (notice.kind == nats::Notice::Kind::refused) log_warn(notice.text);
}

}  // namespace

// Relaying: one log's relay, its thread, and what others may know of it.
class Relays::Relaying {
 public:
  Relaying(std::string log, const sql::Location& at, ModuleLane& lane, Relays& relays)
      : log_(std::move(log)),
        at_(at),
        lane_(lane),
        stream_(relays.gathering_, log_, {.stream = relays.stream_}),
        clock_(relays.clock_),
        observer_(relays.board_) {
    driver_->add([this] { return step(); });
    // A file has one process.
    if (!std::holds_alternative<sql::Postgresql>(at)) return;
    siblings_ = std::make_shared<Siblings>(relays.prompt_, log_, lane,
                                           [driver = driver_] { driver->wake(); });
  }

  const std::string& log() const { return log_; }
  void start() {
    driver_->start();
    if (siblings_) siblings_->start();
  }
  void stop() {
    if (siblings_) siblings_->stop();
    driver_->stop();
  }
  // For the module's lane, which may outlive this.
  std::function<void(Board::Moved)> moved() const {
    return [driver = std::weak_ptr{driver_}, siblings = std::weak_ptr{siblings_}](auto what) {
      const auto relay = driver.lock();
      if (relay && what == Board::Moved::log) relay->wake();
      if (const auto told = siblings.lock()) told->moved(what);
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
    const auto wait = lane_.leads() ? relay_->step() : relay_->stand_by();
    const std::scoped_lock lock(mutex_);
    status_ = relay_->status();
    return wait;
  }

  const std::string log_;
  const sql::Location at_;
  const ModuleLane& lane_;
  nats::JetStreamEventStream stream_;
  shared::Clock& clock_;
  sync::Observer& observer_;
  std::optional<LogAccess> access_;
  std::optional<sync::Relay> relay_;
  mutable std::mutex mutex_;
  sync::RelayStatus status_;
  std::shared_ptr<ProcessDriver> driver_ = std::make_shared<ProcessDriver>("relay of " + log_);
  std::shared_ptr<Siblings> siblings_;
};

Relays::Relays(const Settings& settings, nats::Connection& connection, shared::Clock& clock,
               Board& board)
    : prompt_(connection),
      gathering_(gathering(nats_settings(settings)), log_refusal),
      stream_{settings.nats_stream_bytes_max, static_cast<int>(settings.nats_stream_replicas)},
      clock_(clock),
      board_(board) {}

Relays::~Relays() { stop(); }

void Relays::add(const std::string& log, const sql::Location& at, ModuleLane& lane) {
  relaying_.push_back(std::make_unique<Relaying>(log, at, lane, *this));
  board_.on_move(log.substr(0, log.find('/')), relaying_.back()->moved());
}

void Relays::start() {
  for (const auto& relaying : relaying_) relaying->start();
}

void Relays::stop() {
  for (const auto& relaying : relaying_) relaying->stop();
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
