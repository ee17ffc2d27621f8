#include <app/board.hpp>

#include <app/logging.hpp>

namespace app {

void Board::on_move(const std::string& module, std::function<void(Moved)> told) {
  told_.emplace_back(module, std::move(told));
}

// A log is named "module/0", a follower "module-follows-another".
void Board::moved(std::string_view who, Moved what) const {
  const auto module = who.substr(0, who.find_first_of("/-"));
  for (const auto& [of, told] : told_) {
    if (of == module) told(what);
  }
}

void Board::log_moved(const std::string& log, const sync::Head& head) {
  progress_.publish_log({log, head, clock_.now()});
  moved(log, Moved::log);
}

void Board::follower_moved(const sync::FollowerStatus& status) {
  progress_.publish_follower(status, clock_.now());
  moved(status.follower, Moved::follower);
}

void Board::applied(const std::string& follower, const sync::Event& event) {
  if (!logs_debug()) return;
  log_debug("event applied", {{"follower", follower},
                              {"offset", event.offset},
                              {"event", event.type},
                              {"key", event.key},
                              {"version", event.version},
                              {"correlation_id", event.correlation_id},
                              {"traceparent", event.traceparent}});
}

void Board::parked(const sync::ParkedKey& parked) {
  log_warn("key parked", {{"follower", parked.follower},
                          {"offset", parked.first_offset},
                          {"aggregate_type", parked.aggregate_type},
                          {"key", parked.key},
                          {"error", parked.reason}});
}

void Board::alarm(const std::string& who, const std::string& what) {
  log_error("alarm", {{"follower", who}, {"error", what}});
}

}  // namespace app
