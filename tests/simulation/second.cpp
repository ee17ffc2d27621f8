#include <tests/simulation/second.hpp>

#include <utility>

#include <tests/simulation/node.hpp>

namespace sim {
namespace {

constexpr std::chrono::milliseconds watch_every{400};

}  // namespace

void Second::boot() {
  if (life_ || !node_.up()) return;
  owner_ = stage_.new_owner();
  try {
    life_ = node_.another_life(*this);
    if (stage_.swarm.streams) {
      wires_.emplace(stage_, owner_, *life_, node_.followed_logs(), [this] { wake(); },
                     [this] { node_.machine.disk.kill(); });
    }
  } catch (const sync::StoreFailure&) {
    node_.machine.disk.kill();
  }
  if (!node_.up()) return;
  stage_.count("second instance started");
  stage_.trace.say("second_started", {{"module", node_.machine.module}});
  leads_ = false;
  watch();
  wake();
}

void Second::submit(sync::Command command) {
  queue_.push_back(std::move(command));
  wake();
}

void Second::wake() {
  if (std::exchange(turn_ready_, true)) return;
  stage_.scheduler.post(owner_, [this] { turn(); });
}

// As the app's own thread for it does; a process that wakes may take a turn before this.
void Second::watch() {
  stage_.scheduler.after(watch_every, owner_, [this] { watch(); });
  try {
    leads_ = node_.hold_lease(name);
    life_->look();
  } catch (const sync::StoreFailure&) {
    leads_ = false;
  }
  wake();
}

void Second::turn() {
  turn_ready_ = false;
  ++turns_;
  try {
    work();
  } catch (const sync::StoreBroken&) {
    node_.machine.disk.kill();
  }
  node_.look_after_lost_replies();
}

void Second::work() {
  std::vector<sync::Command> batch;
  const auto size = rng_.between(1, stage_.swarm.batch_max);
  while (!queue_.empty() && batch.size() < size) {
    batch.push_back(std::move(queue_.front()));
    queue_.pop_front();
  }
  if (!batch.empty()) life_->run(std::move(batch));
  if (!node_.up()) return;
  const auto wait = life_->follow(leads_);
  if (!queue_.empty() || wait == std::chrono::milliseconds{0}) return wake();
  stage_.scheduler.after(wait, owner_, [this, turns = turns_] {
    if (turns == turns_) wake();
  });
}

void Second::stop() {
  if (!life_) return;
  try {
    life_->close();
  } catch (const sync::StoreFailure&) {
  }
  end();
}

void Second::end() {
  if (!life_) return;
  stage_.trace.say("second_ended", {{"module", node_.machine.module}});
  wires_.reset();
  stage_.scheduler.forget(owner_);
  turn_ready_ = false;
  queue_.clear();
  life_.reset();
  node_.leave_lease(name);
}

void Second::log_moved(const std::string& log, const sync::Head& head) {
  node_.log_moved(log, head);
}
void Second::follower_moved(const sync::FollowerStatus& status) { node_.told(name, status); }
void Second::applied(const std::string& follower, const sync::Event& event) {
  node_.applied(follower, event);
}
void Second::parked(const sync::ParkedKey& parked) { node_.parked(parked); }
void Second::alarm(const std::string& who, const std::string& what) { node_.alarm(who, what); }

}  // namespace sim
