#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include <ports/sync/observer.hpp>

#include <tests/simulation/lead.hpp>
#include <tests/simulation/life.hpp>
#include <tests/simulation/stage.hpp>
#include <tests/simulation/wires.hpp>

namespace sim {

class Node;

// Second: another instance of a node's module, on the same database: it takes commands as the first
// one does, and follows while it leads. It may end alone; what ends the database's machine ends it.
class Second final : public sync::Observer {
 public:
  static constexpr int name = 1;  // the first one's is 0

  Second(Stage& stage, Node& node) : stage_{stage}, node_{node}, rng_{stage.rng.split("second")} {}

  void boot();
  bool up() const { return life_ != nullptr; }
  Life& life() { return *life_; }
  void submit(sync::Command command);
  bool idle() const { return queue_.empty(); }
  void log_moved() {
    if (wires_) wires_->relay();
  }
  bool level() const { return !wires_ || wires_->level(); }
  Scheduler::Owner owner() const { return owner_; }

  // Ends it: in order, or as it stands.
  void stop();
  void end();

  // observer
  void log_moved(const std::string& log, const sync::Head& head) override;
  void follower_moved(const sync::FollowerStatus& status) override;
  void applied(const std::string& follower, const sync::Event& event) override;
  void parked(const sync::ParkedKey& parked) override;
  void alarm(const std::string& who, const std::string& what) override;

 private:
  void wake();
  void watch();
  void turn();
  void work();

  Stage& stage_;
  Node& node_;
  Rng rng_;
  std::unique_ptr<Life> life_;
  std::optional<Wires> wires_;
  Scheduler::Owner owner_ = 0;
  std::deque<sync::Command> queue_;
  bool leads_ = false;
  bool turn_ready_ = false;
  std::uint64_t turns_ = 0;
};

}  // namespace sim
