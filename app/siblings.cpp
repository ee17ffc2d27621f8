#include <app/siblings.hpp>

#include <utility>

#include <adapters/nats/names.hpp>

namespace app {

Siblings::Siblings(nats::Connection& connection, std::string log, ModuleLane& lane,
                   std::function<void()> wake_relay)
    : connection_(connection),
      log_(std::move(log)),
      lane_(lane),
      wake_relay_(std::move(wake_relay)) {}

void Siblings::start() {
  auto log_moved = std::make_unique<nats::Hint>(
      connection_, nats::moved_subject(log_, "log"), [this] {
        if (lane_.leads()) wake_relay_();
      });
  auto followers_moved = std::make_unique<nats::Hint>(
      connection_, nats::moved_subject(log_, "followers"), [this] { lane_.followers_moved(); });
  const std::scoped_lock lock(mutex_);
  log_moved_ = std::move(log_moved);
  followers_moved_ = std::move(followers_moved);
}

void Siblings::stop() {
  std::unique_ptr<nats::Hint> log_moved;
  std::unique_ptr<nats::Hint> followers_moved;
  const std::scoped_lock lock(mutex_);
  log_moved.swap(log_moved_);
  followers_moved.swap(followers_moved_);
}

void Siblings::moved(Board::Moved what) {
  const bool log = what == Board::Moved::log;
  if (lane_.leads() == log) return;
  const std::scoped_lock lock(mutex_);
  const auto& hint = log ? log_moved_ : followers_moved_;
  if (hint) hint->say();
}

}  // namespace app
