#pragma once

#include <string>

#include <adapters/system/progress.hpp>
#include <ports/shared/clock.hpp>
#include <ports/sync/observer.hpp>

namespace app {

// Board: where the core tells what it does: to those who wait on the progress board, to the logs,
// to whoever wants to be woken.
class Board final : public sync::Observer {
 public:
  Board(os::Progress& progress, shared::Clock& clock) : progress_(progress), clock_(clock) {}

  void log_moved(const std::string& log, const sync::Head& head) override;
  void follower_moved(const sync::FollowerStatus& status) override;
  void applied(const std::string& follower, const sync::Event& event) override;
  void parked(const sync::ParkedKey& parked) override;
  void alarm(const std::string& who, const std::string& what) override;

 private:
  os::Progress& progress_;
  shared::Clock& clock_;
};

}  // namespace app
