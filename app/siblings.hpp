#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <string>

#include <adapters/nats/hint.hpp>
#include <app/board.hpp>
#include <app/module_lane.hpp>

namespace app {

// Siblings: the instances of a module that share its database, and what they tell each other, so
// that none of them waits until it looks: of the log, the one that leads hears that it moved, since
// it relays it; of followers, which that one moves, the others hear for those who wait for them.
// All of it is hints: what is lost, the relay's stand-by and the store watch find out.
class Siblings {
 public:
  Siblings(nats::Connection& connection, std::string log, ModuleLane& lane,
           std::function<void()> wake_relay);
  ~Siblings() { stop(); }

  // Behind the start of the lane, before its end.
  void start();
  // May be said twice.
  void stop();

  // Something moved in this process. Any thread; before start() nobody is told.
  void moved(Board::Moved what);

 private:
  nats::Connection& connection_;
  const std::string log_;
  ModuleLane& lane_;
  const std::function<void()> wake_relay_;
  std::mutex mutex_;
  std::unique_ptr<nats::Hint> log_moved_;
  std::unique_ptr<nats::Hint> followers_moved_;
};

}  // namespace app
