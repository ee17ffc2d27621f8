#pragma once

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <ports/sync/observer.hpp>

#include <tests/simulation/life.hpp>
#include <tests/simulation/lead.hpp>
#include <tests/simulation/log_check.hpp>
#include <tests/simulation/second.hpp>
#include <tests/simulation/stage.hpp>
#include <tests/simulation/wires.hpp>

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
// each follower; and its processes as their own thread does. What the core tells its observer is
// checked here as it happens.
class Node final : public sync::Observer {
 public:
  using Birth = std::function<std::unique_ptr<Life>(const Surroundings&)>;

  Node(Stage& stage, std::string module, Birth birth);
  // Before the first boot.
  void follows(Node& source);
  // A second instance shares its database.
  void get_second();

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
  // Door: one of the instances, where a command is made for it and brought to it.
  struct Door {
    Life& life;
    std::function<void(sync::Command)> submit;
  };
  Door door();
  // A command that no client wished for.
  void submit_own(sync::Command command);
  void wake();
  void wake_processes();
  bool idle() const { return queue_.empty() && (!second_ || (second_->up() && second_->idle())); }
  // The streams hold its whole log, and it was brought all of those that it follows.
  bool level() const;

  // Of several instances, one freezes for that time, or one ends alone.
  void freeze_one(std::chrono::milliseconds time);
  void end_second(bool in_order);
  void thaw();

  // What an instance asks of what they share.
  std::unique_ptr<Life> another_life(sync::Observer& observer);
  std::vector<std::string> followed_logs() const;
  bool hold_lease(int who);
  void leave_lease(int who) { lease_.leave(who); }
  std::uint64_t takeovers() const { return lease_.changes(); }
  void told(int who, const sync::FollowerStatus& status);
  void look_after_lost_replies();

  const std::vector<Node*>& sources() const { return sources_; }
  // Each of its followers has seen all there is, and nothing waits.
  bool caught_up() const;
  std::size_t parked_keys() const;
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
  Link link;  // by which other modules ask this one's log
  sync::Head head;  // of the log, as last told
  std::map<std::string, sync::FollowerStatus> statuses;  // by the source's log
  std::set<std::string> works;                           // commands that no client wished for
  std::vector<LogStory> lost_histories;  // of this log, ended by an older copy
  std::string problem;  // what the observer was told and must not be true
  bool just_started = false;
  // Who else wants to know when it has started, and what its followers have applied.
  std::function<void()> on_start;
  std::function<void(const std::string& follower, const sync::Event& event)> on_applied;

 private:
  void turn();
  void work();
  void turn_after(std::chrono::milliseconds wait);
  void process_turn();
  void process_later(std::chrono::milliseconds wait, std::move_only_function<void()> what);
  template <class Work>
  void survive(Work work);
  void die();
  bool give_birth();
  void look_at_head(const sync::Head& found);
  void look_at_epoch(const std::vector<sync::Seen>& seen);
  void look_at_killers();
  void look_at_parked();
  void end_life();
  std::vector<sync::Seen> witnesses();
  Surroundings surroundings(sync::Observer& observer);
  void connect();
  void watch();
  void look_at_status(const sync::FollowerStatus& now);

  Stage& stage_;
  Birth birth_;
  Rng rng_;
  std::vector<Node*> sources_;
  std::vector<Node*> followers_;
  std::unique_ptr<Life> life_;
  std::optional<Wires> wires_;  // where logs go by streams
  std::optional<Second> second_;
  SimLease lease_;
  bool leads_ = true;           // as this instance believes
  Scheduler::Owner owner_ = 0;  // of this life's tasks
  std::deque<sync::Command> queue_;
  std::uint64_t turns_ = 0;
  bool turn_ready_ = false;
  std::uint64_t process_turns_ = 0;
  bool process_turn_ready_ = false;
  bool cut_power_ = false;
  bool restored_ = false;  // since what was last told: it may have gone back
  // By follower and key: the newest event applied, and the first event of each parked key.
  std::map<std::pair<std::string, std::string>, sync::Offset> applied_;
  std::map<std::pair<std::string, std::string>, sync::Offset> waiting_;
  int person_acts_ = 0;
};

}  // namespace sim
