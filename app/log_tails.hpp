#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <adapters/http/live/live_logs.hpp>
#include <adapters/nats/connection.hpp>
#include <app/core.hpp>
#include <app/process_driver.hpp>

namespace app {

// LogTails: the logs of modules elsewhere, as a gateway watches them: told of by the broker as
// they move, asked for what they hold. It keeps nothing of them but where they end.
//   Bounds  a thread for each log; a question every 5 s for each, since notifications may be lost
class LogTails {
 public:
  // Called with every event that is heard of, from any thread; short. None is promised.
  using Heard = std::function<void(std::string_view log, const sync::Event& event)>;

  // The requests must have ended before the core is gone.
  LogTails(nats::Connection& connection, shared::Requests& requests, Core& core,
           const std::vector<std::string>& modules, Heard heard);
  ~LogTails();

  void start();
  http::LiveLogs logs();
  // Asks each log where it ends, then names a module whose log nothing is known of; empty where all
  // are known.
  void look(std::move_only_function<void(const std::string& silent)> then);
  // Behind the end of the requests. May be said twice.
  void stop();

 private:
  struct Tail;
  struct Looking;

  Core& core_;
  shared::Requests& requests_;
  std::vector<std::unique_ptr<Tail>> tails_;
  const std::shared_ptr<Looking> looking_;
  ProcessDriver driver_{"log tails"};
};

}  // namespace app
