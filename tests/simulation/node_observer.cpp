#include <tests/simulation/node.hpp>

#include <utility>

// What the core tells its observer, checked as it happens.
namespace sim {

void Node::log_moved(const std::string& log, const sync::Head& moved) {
  if (wires_) wires_->relay();
  if (second_) second_->log_moved();
  if (second_ && moved == head) return;  // another instance said it
  stage_.trace.say("log", {{"log", log},
                           {"epoch", moved.epoch},
                           {"offset", moved.offset},
                           {"chain", sync::to_hex(moved.chain).substr(0, 16)}});
  if (!restored_ && (moved.offset <= head.offset || moved.epoch < head.epoch)) {
    problem = "invariant 9: the log " + log + " went back to " + std::to_string(moved.offset);
  }
  head = moved;
}

void Node::follower_moved(const sync::FollowerStatus& now) { told(0, now); }

// Of several instances only the one that leads knows; and it may not yet know what was done before
// it took over. What it does is held to all the rest.
void Node::told(int who, const sync::FollowerStatus& now) {
  if (second_ && !lease_.held_by(who)) return;
  if (second_ && now.offset < statuses[now.source].offset) return;
  look_at_status(now);
}

void Node::look_at_status(const sync::FollowerStatus& now) {
  auto& status = statuses[now.source];
  const bool same = now.offset == status.offset && now.parked_keys == status.parked_keys &&
                    now.stopped == status.stopped && now.waiting == status.waiting;
  if (!same) {
    stage_.trace.say("follower", {{"follower", now.follower},
                                  {"offset", now.offset},
                                  {"parked", now.parked_keys},
                                  {"discarded", now.discarded_keys},
                                  {"waiting", now.waiting},
                                  {"stopped", now.stopped}});
  }
  if (now.offset < status.offset || now.epoch < status.epoch) {
    problem =
        "invariant 9: the position of " + now.follower + " fell to " + std::to_string(now.offset);
  }
  if (now.differs_at != 0) {
    problem = "invariant 8: the roots of " + now.follower + " differ at " +
              std::to_string(now.differs_at);
  }
  if (!now.waiting.empty()) stage_.count("follower waited");
  status = now;
}

void Node::applied(const std::string& follower, const sync::Event& event) {
  auto& newest = applied_[{follower, event.key}];
  if (event.offset <= newest) {
    problem = "invariant 6: " + follower + " applied " + event.key + " at offset " +
              std::to_string(event.offset) + " after " + std::to_string(newest);
  }
  newest = event.offset;
  if (const auto waits = waiting_.find({follower, event.key}); waits != waiting_.end()) {
    if (event.offset > waits->second && !event.removes) {
      problem = "invariant 16: " + follower + " applied " + event.key + " at offset " +
                std::to_string(event.offset) + " although " + std::to_string(waits->second) +
                " waits";
    }
    waiting_.erase(waits);
  }
  stage_.count("applied");
  if (on_applied) on_applied(follower, event);
}

void Node::parked(const sync::ParkedKey& parked) {
  stage_.trace.say("parked", {{"key", parked.key}, {"why", parked.reason}});
  waiting_.insert_or_assign({parked.follower, parked.key}, parked.first_offset);
  stage_.count("parked");
  if (parked.reason.starts_with("the process ended")) stage_.count("parked after crashes");
}

void Node::alarm(const std::string& who, const std::string& what) {
  stage_.trace.say("alarm", {{"who", who}, {"what", what}});
  stage_.count("alarm");
}

}  // namespace sim
