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
               [this, limits = limits(rng_)](const Surroundings& around) {
                 return std::make_unique<BillingLife>(around, limits, gateway_);
               }},
      gateway_{stage.rng.split("gateway"), billing_.machine.disk, stage.tally},
      nodes_{&user_, &billing_},
      clients_{stage, user_, billing_} {
  SimVfs::install();
  SimVfs::seed(stage.rng.split("sqlite"),
               [this] { return shared::to_unix_ms(user_.machine.clock.now()); });
  user_.follows(billing_);
  billing_.follows(user_);
  if (stage.swarm.instances) user_.get_second();
  if (stage.swarm.insight) {
    insight_.emplace(stage, "insight", [limits = limits(rng_)](const Surroundings& around) {
      return std::make_unique<InsightLife>(around, limits);
    });
    nodes_.push_back(&*insight_);
    insight_->follows(user_);
    insight_->follows(billing_);
    if (stage.swarm.instances) insight_->get_second();
  }
  if (stage.swarm.webhook) {
    webhooks_.emplace(stage, limits(rng_), user_, billing_);
    nodes_.push_back(&webhooks_->node());
  }
}

void World::run() {
  suffer();
  heal();
  check_end();
  if (webhooks_) age();
  gather();
}

void World::step() {
  if (!stage.scheduler.run_one()) throw Violation("nothing happens any more");
  for (auto* node : nodes_) {
    node->bury_if_dead();
    if (!node->problem.empty()) throw Violation(node->problem);
  }
}

// Safety: whatever goes wrong, nothing untrue happens.
void World::suffer() {
  for (auto* node : nodes_) node->boot();
  clients_.start();
  if (stage.swarm.money) cashier();
  if (webhooks_) webhooks_->start();
  begin_faults();
  std::uint64_t next_check = rng_.between(100, 1500);
  while (!clients_.begun_all()) {
    step();
    // What a start finds is looked at before it is worked on.
    bool started = false;
    for (auto* node : nodes_) started |= std::exchange(node->just_started, false);
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
  for (auto* node : nodes_) {
    node->machine.disk.calm();
    node->link.cut = false;
    node->poison.mend();
    node->machine.server.lost_replies_percent = 0;
    node->thaw();
  }
  stage.broker.faults = {};
  stage.broker.come_back();
  gateway_.calm();
  if (webhooks_) webhooks_->calm();
  healing_ = true;
  clients_.finish();
  person();
  const auto deadline = stage.time.passed + seconds{300};
  while (!together()) {
    if (stage.time.passed > deadline) throw Violation("invariant 8: not together " + apart());
    step();
  }
}

std::string World::apart() const {
  std::string text = "after 300 s without faults:";
  for (const auto* node : nodes_) {
    text += ' ' + node->machine.log() + " at " + std::to_string(node->head.offset);
    for (const auto& [source, status] : node->statuses) {
      text += ", of " + source + " at " + std::to_string(status.offset) + ", " +
              std::to_string(status.parked_keys) + " parked " + status.waiting;
    }
    if (node->up() && !node->level()) text += " beside its streams";
    text += ';';
  }
  return text;
}

bool World::together() {
  if (!clients_.quiet()) return false;
  for (const auto* node : nodes_) {
    if (!node->up() || !node->idle() || !node->caught_up() || !node->level()) return false;
  }
  const Disk::Quiet quiet{billing_.machine.disk};
  return billing_life().at_rest() && (!webhooks_ || webhooks_->at_rest());
}

// Somebody has all that is due done, now and then.
void World::cashier() {
  if (healing_) return;
  if (billing_.up()) {
    billing_life().want_run();
    billing_.wake_processes();
  }
  stage.scheduler.after(milliseconds{rng_.between(50, 900)}, 0, [this] { cashier(); });
}

// A payment whose outcome is unknown is looked up later and later: days pass for it.
void World::pass_time() {
  constexpr auto span = std::chrono::hours{25};
  if (!billing_.up()) return;
  {
    const Disk::Quiet quiet{billing_.machine.disk};
    if (billing_life().at_rest()) return;
  }
  Attempt attempt{.command_id = shared::to_text(billing_.machine.ids.next()),
                  .at = billing_.machine.clock.now(),
                  .new_id = {},
                  .answer = {}};
  Wish wish;
  wish.verb = Verb::advance_clock;
  wish.to = billing_life().billing_now() + span;
  auto command = billing_life().command(wish, attempt);
  command.origin = {*shared::parse_uuid(attempt.command_id), attempt.at, attempt.command_id, ""};
  command.answer = [](const sync::Outcome&) {};
  billing_.submit_own(std::move(command));
}

// What was settled long ago is forgotten, so that a store has a bound.
void World::age() {
  webhooks_->age();
  const auto deadline = stage.time.passed + seconds{30};
  while (!webhooks_->forgotten()) {
    if (stage.time.passed > deadline) throw Violation("invariant 20: deliveries are kept for ever");
    step();
  }
}

// A person who tries parked keys again, now that the cause is mended.
void World::person() {
  for (auto* node : nodes_) {
    if (node->up() && node->parked_keys() > 0) close_parked(*node, false);
  }
  if (clients_.quiet()) pass_time();
  if (webhooks_) webhooks_->pass_time();
  stage.scheduler.after(milliseconds{500}, 0, [this] { person(); });
}

void World::close_parked(Node& node, bool discard) {
  for (const auto* source : node.sources()) {
    const auto log = source->machine.log();
    const Disk::Quiet quiet{node.machine.disk};
    for (const auto& parked : node.life().follower_copy(log).parked) {
      if (parked.events == 0 || (discard && rng_.coin())) continue;
      close_parked(node, log, parked, discard);
    }
  }
}

void World::close_parked(Node& node, const std::string& source, const sync::ParkedKey& parked,
                         bool discard) {
  sync::Command command;
  command.origin = {node.machine.ids.next(), node.machine.clock.now(), "person", ""};
  command.want = [] {};
  auto [life, submit] = node.door();
  command.decide = [&life, source, parked, discard]() -> shared::Result<std::string> {
    auto& follower = life.follower(source);
    const auto done = discard ? follower.discard(parked.aggregate_type, parked.key, "sim")
                              : follower.retry(parked.aggregate_type, parked.key);
    if (!done) return shared::refuse(done.error());
    return std::string{"{}"};
  };
  if (discard) discarded_.insert(parked.key);
  command.answer = [this, &node, parked, discard](const sync::Outcome& outcome) {
    if (outcome.refusal) return;
    node.person_acted(parked.key);
    stage.count(discard ? "discarded" : "retried by a person");
  };
  stage.trace.say(discard ? "discard" : "retry", {{"key", parked.key}});
  submit(std::move(command));
}

void World::gather() {
  const auto add = [this](const char* what, std::uint64_t count) {
    if (count > 0) stage.tally[what] += count;
  };
  for (const auto* node : nodes_) {
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
    add("fault: lost reply, and committed", node->machine.server.lost_persisted);
    add("fault: lost reply, and undone", node->machine.server.lost_undone);
  }
  const auto& bus = stage.bus.counters();
  add("fault: frame dropped", bus.dropped);
  add("fault: frame delayed", bus.delayed);
  add("fault: frame repeated", bus.repeated);
  add("fault: frame reordered", bus.reordered);
  add("fault: frame damaged", bus.damaged);
  add("fault: frame wiped", bus.wiped);
  const auto& broker = stage.broker.counters();
  add("fault: publish refused by sequence", broker.refused);
  add("fault: published late", broker.late);
  add("fault: published late, and taken", broker.late_taken);
  add("fault: stream full", broker.full);
  add("fault: broker wiped", broker.wiped);
  add("fault: a consumer stuck", broker.stuck);
  add("fault: push lost", broker.lost);
  add("fault: push repeated", broker.repeated);
  add("fault: push reordered", broker.reordered);
  add("fault: push damaged", broker.damaged);
  add("operations", clients_.history.operations().size());
}

}  // namespace sim
