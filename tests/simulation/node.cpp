#include <tests/simulation/node.hpp>

#include <algorithm>
#include <array>
#include <utility>

#include <ports/sync/store_errors.hpp>

#include <tests/simulation/violation.hpp>

namespace sim {
namespace {

using std::chrono::microseconds;
using std::chrono::milliseconds;

constexpr std::size_t queue_commands_max = 50;
constexpr milliseconds wait_after_breakage{200};

void refuse(sync::Command& command, std::string_view code) {
  sync::Outcome outcome;
  outcome.refusal = shared::Error{shared::ErrorKind::unavailable, code, "", ""};
  command.answer(std::move(outcome));
}

// Each life its own: one of these ends with it.
Scheduler::Owner next_owner(const std::string& module, std::uint64_t incarnation) {
  constexpr std::array<std::string_view, 4> modules{"user", "billing", "insight", "webhook"};
  const auto at = std::ranges::find(modules, module) - modules.begin();
  return incarnation * modules.size() + static_cast<std::uint64_t>(at) + 1;
}

}  // namespace

template <class Ask>
auto Link::ask(Ask ask) {
  if (cut || !source_.up()) throw sync::StoreUnavailable("the source is away");
  try {
    auto answer = ask(source_.life().log_service());
    if (source_.up()) return answer;
  } catch (const sync::StoreBroken&) {
    source_.machine.disk.kill();
  } catch (const sync::StoreFailure&) {
  }
  throw sync::StoreUnavailable("the source gave no answer");
}

sync::LogAnswer Link::after(const sync::Seen& seen, sync::ReadLimits limits) {
  return ask([&](sync::SourceLog& log) { return log.after(seen, limits); });
}

sync::Head Link::head() {
  return ask([](sync::SourceLog& log) { return log.head(); });
}

Node::Node(Stage& stage, std::string module, Birth birth)
    : machine{module, stage.rng.split(module), stage.time},
      link{*this},
      stage_{stage},
      birth_{std::move(birth)},
      rng_{stage.rng.split(module + " node")} {}

void Node::follows(Node& source) {
  sources_.push_back(&source);
  source.followers_.push_back(this);
}

void Node::boot() {
  if (life_) return;
  machine.disk.boot();
  owner_ = next_owner(machine.module, machine.disk.incarnation());
  // Starting is work too, and may be cut short or fail.
  if (stage_.swarm.has(Fault::kill) && rng_.chance(1, 6)) machine.disk.kill_in(rng_.below(60));
  if (stage_.swarm.has(Fault::io_error) && rng_.chance(1, 6)) {
    machine.disk.fail_in(rng_.coin() ? DiskOp::write : DiskOp::sync, rng_.between(1, 6));
  }
  const bool born = give_birth();
  stage_.trace.say(born ? "started" : "start_failed", {{"module", machine.module}});
  if (!born) {
    stage_.count("start failed");
    machine.disk.kill();
    return die();
  }
  just_started = true;
  wake();
  wake_processes();
  if (!second_) return;
  watch();
  const milliseconds later{rng_.between(5, 300)};
  stage_.scheduler.after(later, 0, [this] { second_->boot(); });
}

void Node::connect() {
  if (stage_.swarm.streams) {
    wires_.emplace(stage_, owner_, *life_, followed_logs(), [this] { wake(); },
                   [this] { machine.disk.kill(); });
    return;
  }
  for (const auto& log : followed_logs()) {
    stage_.bus.subscribe(log, life_->delivery(log), [this] { wake(); });
  }
}

Surroundings Node::surroundings(sync::Observer& observer) {
  std::map<std::string, sync::SourceLog*> sources;
  for (auto* source : sources_) sources.emplace(source->machine.log(), &source->link);
  Surroundings around{machine, stage_.bus, std::move(sources), observer, poison,
                      [this](sync::Command command) { submit_own(std::move(command)); },
                      [this] { wake_processes(); },
                      [this](milliseconds wait, std::move_only_function<void()> what) {
                        process_later(wait, std::move(what));
                      }};
  if (stage_.swarm.streams) {
    around.broker = &stage_.broker;
    around.relay = stage_.swarm.relay;
  }
  return around;
}

bool Node::give_birth() {
  try {
    life_ = birth_(surroundings(*this));
    const auto seen = witnesses();
    life_->agree_with(seen);
    look_at_head(life_->log_service().head());
    look_at_epoch(seen);
    look_at_parked();
    if (on_start) on_start();
    connect();
    return machine.disk.alive();
  } catch (const sync::StoreFailure& failure) {
    stage_.trace.say("breakage", {{"module", machine.module}, {"why", failure.what()}});
    return false;
  }
}

// Where a witness saw what is lost now, offsets are taken again, so the epoch must be another one.
void Node::look_at_epoch(const std::vector<sync::Seen>& seen) {
  for (const auto& witness : seen) {
    if (witness.offset > head.offset && head.epoch <= witness.epoch) {
      problem = "invariant 9: " + machine.log() + " reuses offsets of epoch " +
                std::to_string(witness.epoch);
    }
  }
}

// What those who follow this module's log have seen of it, as far as they can be asked.
std::vector<sync::Seen> Node::witnesses() {
  std::vector<sync::Seen> seen;
  for (auto* follower : followers_) {
    if (!follower->up() || link.cut) continue;
    try {
      const auto state = follower->life().standing(machine.log());
      if (state) seen.push_back({state->epoch, state->offset, state->chain});
    } catch (const sync::StoreFailure&) {
      follower->machine.disk.kill();
    }
  }
  return seen;
}

// What was told as durable before is there now, unless an older copy was restored.
void Node::look_at_head(const sync::Head& found) {
  if (!restored_ && (found.offset < head.offset || found.epoch < head.epoch)) {
    problem = "invariant 1: the log " + machine.log() + " ended at " + std::to_string(head.offset) +
              " and starts at " + std::to_string(found.offset);
  }
  if (found.epoch > head.epoch) stage_.count("epoch raised");
  restored_ = false;
  head = found;
}

void Node::bury_if_dead() {
  if (life_ && !machine.disk.alive()) die();
}

void Node::die() {
  stage_.trace.say("died", {{"module", machine.module}, {"power_cut", cut_power_ ? 1 : 0}});
  queue_.clear();
  end_life();
  if (std::exchange(cut_power_, false)) machine.disk.power_cut();
  look_at_killers();
  stage_.scheduler.after(milliseconds{rng_.between(5, 300)}, 0, [this] { boot(); });
}

void Node::end_life() {
  if (second_) second_->end();
  lease_.leave(0);
  wires_.reset();
  if (life_ && !stage_.swarm.streams) {
    for (const auto* source : sources_) {
      stage_.bus.unsubscribe(life_->delivery(source->machine.log()));
    }
  }
  stage_.scheduler.forget(owner_);
  turn_ready_ = process_turn_ready_ = false;
  life_.reset();
}

void Node::look_at_parked() {
  const Disk::Quiet quiet{machine.disk};
  waiting_.clear();
  for (const auto* source : sources_) {
    const auto copy = life_->follower_copy(source->machine.log());
    for (std::size_t i = 0; i < copy.parked.size(); ++i) {
      const auto& parked = copy.parked[i];
      const auto& queue = copy.queues[i];
      if (queue.empty()) continue;
      waiting_.emplace(std::pair{parked.follower, parked.key}, queue.front().offset);
    }
  }
}

// An event that ends the process is found out: a few tries, then it waits like any other that
// fails; from then on a few tries again, unless a person asks for more.
void Node::look_at_killers() {
  constexpr int unnoticed = 1;
  const sync::Follower::Limits limits;
  const int most = unnoticed + limits.crash_attempts_max + limits.attempts_max * (1 + person_acts_);
  for (const auto& [at, times] : poison.killed_at) {
    if (times > most) {
      problem = "invariant 16: the event at " + std::to_string(at.second) + " ended the process " +
                std::to_string(times) + " times";
    }
  }
}

void Node::stop() {
  if (!up()) return;
  stage_.trace.say("stopping", {{"module", machine.module}});
  while (!queue_.empty()) {
    auto command = std::move(queue_.front());
    queue_.pop_front();
    refuse(command, "sync.draining");
  }
  try {
    life_->close();
    stage_.count("stopped in order");
  } catch (const sync::StoreFailure&) {
  }
  // An orderly process also closes its files.
  end_life();
  machine.disk.kill();
  stage_.scheduler.after(milliseconds{rng_.between(5, 300)}, 0, [this] { boot(); });
}

void Node::submit(sync::Command command) {
  if (queue_.size() >= queue_commands_max) {
    return refuse(command, "sync.overloaded");
  }
  queue_.push_back(std::move(command));
  wake();
}

Node::Door Node::door() {
  if (second_ && second_->up() && rng_.coin()) {
    return {second_->life(),
            [this](sync::Command command) { second_->submit(std::move(command)); }};
  }
  return {*life_, [this](sync::Command command) { submit(std::move(command)); }};
}

void Node::submit_own(sync::Command command) {
  works.insert(shared::to_text(command.origin.command_id));
  submit(std::move(command));
}

void Node::wake() {
  if (std::exchange(turn_ready_, true)) return;
  stage_.scheduler.post(owner_, [this] { turn(); });
}

void Node::turn_after(milliseconds wait) {
  stage_.scheduler.after(wait, owner_, [this, turns = turns_] {
    if (turns == turns_) wake();
  });
}

void Node::turn() {
  turn_ready_ = false;
  ++turns_;
  survive([this] { work(); });
}

void Node::wake_processes() {
  if (!life_ || life_->driver().idle() || std::exchange(process_turn_ready_, true)) return;
  stage_.scheduler.post(owner_, [this] { process_turn(); });
}

// Breakage that may pass is waited for.
void Node::process_turn() {
  process_turn_ready_ = false;
  ++process_turns_;
  survive([this] {
    auto wait = wait_after_breakage;
    try {
      wait = life_->driver().step();
    } catch (const sync::StoreBroken&) {
      throw;
    } catch (const sync::StoreFailure& failure) {
      stage_.trace.say("process_waits", {{"module", machine.module}, {"why", failure.what()}});
    }
    if (!machine.disk.alive()) return;
    if (wait == milliseconds{0}) return wake_processes();
    stage_.scheduler.after(wait, owner_, [this, turns = process_turns_] {
      if (turns == process_turns_) wake_processes();
    });
  });
}

void Node::process_later(milliseconds wait, std::move_only_function<void()> what) {
  stage_.scheduler.after(wait, owner_, [this, what = std::move(what)]() mutable {
    what();
    wake_processes();
  });
}

// An error after which nothing in memory can be believed ends the process.
template <class Work>
void Node::survive(Work work) {
  try {
    work();
  } catch (const sync::StoreBroken& broken) {
    stage_.trace.say("broken", {{"module", machine.module}, {"why", broken.what()}});
    stage_.count("store broken");
    machine.disk.kill();
  }
}

void Node::work() {
  std::vector<sync::Command> batch;
  const auto size = rng_.between(1, stage_.swarm.batch_max);
  while (!queue_.empty() && batch.size() < size) {
    batch.push_back(std::move(queue_.front()));
    queue_.pop_front();
  }
  const bool some = !batch.empty();
  if (some) life_->run(std::move(batch));
  if (!machine.disk.alive()) return;
  const auto wait = life_->follow(!second_ || leads_);
  look_after_lost_replies();
  // What was committed may be something that its processes wait for.
  if (some) wake_processes();
  if (!queue_.empty() || wait == milliseconds{0}) {
    wake();
  } else {
    turn_after(wait);
  }
}

bool Node::caught_up() const {
  return std::ranges::all_of(sources_, [this](const Node* source) {
    const auto found = statuses.find(source->machine.log());
    if (found == statuses.end()) return false;
    const auto& status = found->second;
    return !status.stopped.empty() || (status.offset == source->head.offset &&
                                       status.parked_keys == 0 && status.waiting.empty());
  });
}

std::size_t Node::parked_keys() const {
  std::size_t keys = 0;
  for (const auto& [source, status] : statuses) keys += status.parked_keys;
  return keys;
}

void Node::restore(const DiskImage& image) {
  machine.disk.restore(image);
  restored_ = true;
  applied_.clear();
  poison.killed_at.clear();
  statuses.clear();
}

void Node::person_acted(const std::string& key) {
  std::erase_if(waiting_, [&](const auto& entry) { return entry.first.second == key; });
  ++person_acts_;
}

}  // namespace sim
