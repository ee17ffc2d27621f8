#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <adapters/system/progress.hpp>
#include <ports/shared/clock.hpp>
#include <ports/sync/observer.hpp>

namespace app {

// Board: where the core tells what it does: to those who wait on the progress board, to the logs,
// to whoever wants to be woken.
class Board final : public sync::Observer {
 public:
  Board(os::Progress& progress, shared::Clock& clock) : progress_(progress), clock_(clock) {}

  // What became durable in a module: its log moved, or a follower of its went on.
  enum class Moved { log, follower };
  // Calls `told` then. From the module's lane: it must be short. Before the lanes start.
  void on_move(const std::string& module, std::function<void(Moved)> told);

  void log_moved(const std::string& log, const sync::Head& head) override;
  void follower_moved(const sync::FollowerStatus& status) override;
  void applied(const std::string& follower, const sync::Event& event) override;
  void parked(const sync::ParkedKey& parked) override;
  void alarm(const std::string& who, const std::string& what) override;

 private:
  void moved(std::string_view who, Moved what) const;

  os::Progress& progress_;
  shared::Clock& clock_;
  std::vector<std::pair<std::string, std::function<void(Moved)>>> told_;  // by module
};

}  // namespace app
