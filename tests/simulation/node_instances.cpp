#include <tests/simulation/node.hpp>

#include <algorithm>
#include <utility>

// What the instances of one module share: a database, and a lease.
namespace sim {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds watch_every{400};

}  // namespace

void Node::get_second() {
  machine.server.shared = true;
  second_.emplace(stage_, *this);
  leads_ = false;
}

std::unique_ptr<Life> Node::another_life(sync::Observer& observer) {
  return birth_(surroundings(observer));
}

std::vector<std::string> Node::followed_logs() const {
  std::vector<std::string> logs;
  for (const auto* source : sources_) logs.push_back(source->machine.log());
  return logs;
}

bool Node::hold_lease(int who) {
  const auto before = lease_.changes();
  const bool held = lease_.hold(who, stage_.scheduler.now());
  if (lease_.changes() == before) return held;
  stage_.count("takeover");
  stage_.trace.say("leads", {{"module", machine.module}, {"instance", who}});
  for (auto& [source, status] : statuses) status.waiting.clear();  // that was the other's
  return held;
}

void Node::watch() {
  stage_.scheduler.after(watch_every, owner_, [this] { watch(); });
  try {
    leads_ = hold_lease(0);
    life_->look();
  } catch (const sync::StoreFailure&) {
    leads_ = false;
  }
  wake();
}

void Node::freeze_one(milliseconds time) {
  if (!second_ || !up()) return;
  const bool first = !second_->up() || rng_.coin();
  const auto owner = first ? owner_ : second_->owner();
  stage_.count(lease_.held_by(first ? 0 : Second::name) ? "fault: the one that leads froze"
                                                        : "fault: one that does not lead froze");
  stage_.trace.say("freeze", {{"module", machine.module}, {"instance", first ? 0 : 1}});
  stage_.scheduler.freeze(owner);
  stage_.scheduler.after(time, 0, [this, owner] { stage_.scheduler.thaw(owner); });
}

void Node::thaw() {
  stage_.scheduler.thaw(owner_);
  if (second_) stage_.scheduler.thaw(second_->owner());
}

void Node::end_second(bool in_order) {
  if (!second_ || !second_->up() || !up()) return;
  stage_.count(in_order ? "fault: an instance stopped" : "fault: an instance was killed");
  if (in_order) {
    second_->stop();
  } else {
    second_->end();
  }
  stage_.scheduler.after(milliseconds{rng_.between(5, 1500)}, 0, [this] { second_->boot(); });
}

bool Node::level() const {
  if (!wires_) return true;
  // A log that went back to its beginning has nothing to put behind what its stream holds.
  const auto last = stage_.broker.last_event(machine.log());
  const auto relayed = last && head.offset > 0 ? last->carried.event.offset : 0;
  return relayed == head.offset && wires_->level() && (!second_ || second_->level());
}

// Whose reply was lost does not tell what it applied, released or parked: it is read again.
void Node::look_after_lost_replies() {
  if (!up() || !std::exchange(machine.server.somebody_wonders, false)) return;
  look_at_parked();
}

}  // namespace sim
