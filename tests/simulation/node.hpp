#pragma once

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <ports/sync/observer.hpp>

#include <tests/simulation/life.hpp>
#include <tests/simulation/log_check.hpp>
#include <tests/simulation/stage.hpp>

namespace sim {

class Node;

// Link: how one module asks another's log: not at all where that one is down or cut off.
class Link final : public sync::SourceLog {
 public:
  explicit Link(Node& source) : source_{source} {}
  sync::LogAnswer after(const sync::Seen& seen, sync::ReadLimits limits) override;
  sync::Head head() override;
  bool cut = false;

 private:
  template <class Ask>
  auto ask(Ask ask);

  Node& source_;
};

// Node: a module over all the lives of its process: it starts, works, dies, starts again. It drives
// the module as the lane's thread does, one turn at a time: a batch of commands, then one step of
// its follower. What the core tells its observer is checked here as it happens.
class Node final : public sync::Observer {
 public:
  using Birth = std::function<std::unique_ptr<Life>(const Surroundings&)>;

  Node(Stage& stage, std::string module, Birth birth);
  void meet(Node& other);

  // Starts the process; where that fails, again a little later.
  void boot();
  bool up() const { return life_ != nullptr && machine.disk.alive(); }
  Life& life() { return *life_; }
  // Takes notice of a process that ended.
  void bury_if_dead();
  // Ends it in order.
  void stop();
  // The machine loses power when its process has ended.
  void cut_power_at_death() { cut_power_ = true; }
  void submit(sync::Command command);
  void wake();
  bool idle() const { return queue_.empty(); }

  // The other module's follower, or a person, sees all there is.
  bool caught_up() const;
  void restore(const DiskImage& image);
  // A person tried this key again, or gave it up.
  void person_acted(const std::string& key);

  // observer
  void log_moved(const std::string& log, const sync::Head& head) override;
  void follower_moved(const sync::FollowerStatus& status) override;
  void applied(const std::string& follower, const sync::Event& event) override;
  void parked(const sync::ParkedKey& parked) override;
  void alarm(const std::string& who, const std::string& what) override;

  Machine machine;
  Poison poison;
  Link link;  // by which the other module asks this one's log
  sync::Head head;  // of the log, as last told
  sync::FollowerStatus status;
  std::vector<LogStory> lost_histories;  // of this log, ended by an older copy
  std::string problem;  // what the observer was told and must not be true
  bool just_started = false;

 private:
  void turn();
  void work();
  void turn_after(std::chrono::milliseconds wait);
  void die();
  bool give_birth();
  void look_at_head(const sync::Head& found);
  void look_at_epoch(const std::vector<sync::Seen>& seen);
  void look_at_killers();
  void look_at_parked();
  std::vector<sync::Seen> witnesses();

  Stage& stage_;
  Birth birth_;
  Rng rng_;
  Node* other_ = nullptr;
  std::unique_ptr<Life> life_;
  Scheduler::Owner owner_ = 0;  // of this life's tasks
  std::deque<sync::Command> queue_;
  std::uint64_t turns_ = 0;
  bool turn_ready_ = false;
  bool cut_power_ = false;
  bool restored_ = false;  // since what was last told: it may have gone back
  std::map<std::string, sync::Offset> applied_;  // the newest event of each key
  std::map<std::string, sync::Offset> waiting_;  // the first event of each parked key
  int person_acts_ = 0;
};

}  // namespace sim
