#include <tests/simulation/world.hpp>

#include <utility>

#include <tests/simulation/violation.hpp>

namespace sim {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

sync::Follower::Limits limits(Rng rng) {
  sync::Follower::Limits limits;
  // A bound of one event a step now and then: the slices of a long queue.
  if (rng.chance(1, 4)) limits.released_per_step_max = rng.between(1, 3);
  return limits;
}

}  // namespace

World::World(std::uint64_t seed, std::FILE* trace_file)
    : stage{seed, trace_file},
      rng_{stage.rng.split("world")},
      user_{stage, "user",
            [limits = limits(rng_)](const Surroundings& around) {
              return std::make_unique<UserLife>(around, limits);
            }},
      billing_{stage, "billing",
               [limits = limits(rng_)](const Surroundings& around) {
                 return std::make_unique<BillingLife>(around, limits);
               }},
      clients_{stage, user_, billing_} {
  SimVfs::install();
  SimVfs::seed(stage.rng.split("sqlite"),
               [this] { return shared::to_unix_ms(user_.machine.clock.now()); });
  user_.meet(billing_);
  billing_.meet(user_);
}

void World::run() {
  suffer();
  heal();
  check_end();
  gather();
}

void World::step() {
  if (!stage.scheduler.run_one()) throw Violation("nothing happens any more");
  user_.bury_if_dead();
  billing_.bury_if_dead();
  for (const auto* node : {&user_, &billing_}) {
    if (!node->problem.empty()) throw Violation(node->problem);
  }
}

// Safety: whatever goes wrong, nothing untrue happens.
void World::suffer() {
  user_.boot();
  billing_.boot();
  clients_.start();
  begin_faults();
  std::uint64_t next_check = rng_.between(100, 1500);
  while (!clients_.begun_all()) {
    step();
    // What a start finds is looked at before it is worked on.
    const bool started = std::exchange(user_.just_started, false) |
                         std::exchange(billing_.just_started, false);
    const bool look = started && rng_.chance(1, 6);
    if (!look && stage.scheduler.steps() < next_check) continue;
    check();
    next_check = stage.scheduler.steps() + rng_.between(200, 1500);
  }
}

// Liveness: when nothing goes wrong any more, everything comes together within a bound.
void World::heal() {
  stage.trace.say("heal", {});
  stage.swarm.calm();
  stage.bus.faults = {};
  for (auto* node : {&user_, &billing_}) {
    node->machine.disk.calm();
    node->link.cut = false;
    node->poison.mend();
  }
  healing_ = true;
  clients_.finish();
  person();
  const auto deadline = stage.time.passed + seconds{300};
  while (!together()) {
    if (stage.time.passed > deadline) {
      throw Violation("invariant 8: not together after 300 s without faults: user at " +
                      std::to_string(user_.head.offset) + ", billing there at " +
                      std::to_string(billing_.status.offset) + ", " +
                      std::to_string(billing_.status.parked_keys) + " parked; billing at " +
                      std::to_string(billing_.head.offset) + ", user there at " +
                      std::to_string(user_.status.offset) + ", " +
                      std::to_string(user_.status.parked_keys) + " parked; waiting: " +
                      user_.status.waiting + " / " + billing_.status.waiting);
    }
    step();
  }
}

bool World::together() const {
  return clients_.quiet() && user_.up() && billing_.up() && user_.idle() && billing_.idle() &&
         user_.caught_up() && billing_.caught_up();
}

// A person who tries parked keys again, now that the cause is mended.
void World::person() {
  for (auto* node : {&user_, &billing_}) {
    if (node->up() && node->status.parked_keys > 0) close_parked(*node, false);
  }
  stage.scheduler.after(milliseconds{500}, 0, [this] { person(); });
}

void World::close_parked(Node& node, bool discard) {
  const Disk::Quiet quiet{node.machine.disk};
  for (const auto& parked : node.life().follower_copy({}).parked) {
    if (parked.events == 0 || (discard && rng_.coin())) continue;
    sync::Command command;
    command.origin = {node.machine.ids.next(), node.machine.clock.now(), "person", ""};
    command.want = [] {};
    command.decide = [&node, parked, discard]() -> shared::Result<std::string> {
      auto& follower = node.life().follower();
      const auto done = discard ? follower.discard(parked.aggregate_type, parked.key, "sim")
                                : follower.retry(parked.aggregate_type, parked.key);
      if (!done) return shared::refuse(done.error());
      return std::string{"{}"};
    };
    command.answer = [this, &node, parked, discard](const sync::Outcome& outcome) {
      if (outcome.refusal) return;
      node.person_acted(parked.key);
      stage.count(discard ? "discarded" : "retried by a person");
    };
    stage.trace.say(discard ? "discard" : "retry", {{"key", parked.key}});
    node.submit(std::move(command));
  }
}

void World::gather() {
  const auto add = [this](const char* what, std::uint64_t count) {
    if (count > 0) stage.tally[what] += count;
  };
  for (const auto* node : {&user_, &billing_}) {
    const auto& disk = node->machine.disk.counters();
    add("fault: process ended", disk.kills);
    add("fault: power cut", disk.power_cuts);
    add("fault: call failed", disk.errors);
    add("fault: disk full", disk.full);
    add("fault: failed sync that persisted", disk.failed_syncs_persisted);
    add("fault: failed sync that was lost", disk.failed_syncs_lost);
    add("fault: poison refused", node->poison.refused);
    add("fault: poison threw", node->poison.failed);
    add("fault: poison rejected by the store", node->poison.rejected);
    add("fault: poison ended the process", node->poison.killed);
    add("syncs", disk.calls[static_cast<std::size_t>(DiskOp::sync)]);
    add("events", node->head.offset);
  }
  const auto& bus = stage.bus.counters();
  add("fault: frame dropped", bus.dropped);
  add("fault: frame delayed", bus.delayed);
  add("fault: frame repeated", bus.repeated);
  add("fault: frame reordered", bus.reordered);
  add("fault: frame damaged", bus.damaged);
  add("fault: frame wiped", bus.wiped);
  add("operations", clients_.history.operations().size());
}

}  // namespace sim
