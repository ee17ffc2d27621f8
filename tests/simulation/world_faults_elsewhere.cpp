#include <array>

#include <tests/simulation/world.hpp>

// What goes wrong outside a module's machine: at the broker, between a module and its database's
// server, and with one of several instances.
namespace sim {
namespace {

using std::chrono::milliseconds;

constexpr std::array strikes{Fault::freeze, Fault::end_one, Fault::broker_away,
                             Fault::broker_wiped, Fault::stuck};

}  // namespace

void World::begin_faults_elsewhere() {
  const auto percent = [this](Fault fault, std::uint64_t most) {
    return stage.swarm.has(fault) ? static_cast<std::uint32_t>(elsewhere_.between(1, most)) : 0U;
  };
  for (auto* node : nodes_) {
    // Webhooks are told what was applied as it happens, and a lost reply does not tell.
    if (webhooks_ && node == &webhooks_->node()) continue;
    node->machine.server.lost_replies_percent = percent(Fault::lost_commit, 12);
  }
  stage.broker.faults = {.pushes = stage.bus.faults,
                         .lost_acks_percent = percent(Fault::lost_acks, 40),
                         .alters = elsewhere_.coin(),
                         .full_percent = percent(Fault::lost_acks, 10),
                         .late_max = milliseconds{elsewhere_.between(1, 4000)}};
  if (elsewhere_.chance(1, 3)) stage.broker.messages_max = elsewhere_.between(5, 200);
  if (stage.swarm.streams || stage.swarm.instances) mischief_elsewhere();
}

void World::mischief_elsewhere() {
  if (healing_) return;
  const auto fault = strikes[elsewhere_.below(strikes.size())];
  if (stage.swarm.has(fault)) strike_elsewhere(fault);
  stage.scheduler.after(milliseconds{elsewhere_.between(1, 2 * stage.swarm.mischief_ms_max)}, 0,
                        [this] { mischief_elsewhere(); });
}

void World::strike_elsewhere(Fault fault) {
  Node& node = insight_ && elsewhere_.coin() ? *insight_ : user_;
  stage.trace.say("strike", {{"fault", to_text(fault)}});
  switch (fault) {
    case Fault::freeze: return node.freeze_one(milliseconds{elsewhere_.between(20, 5000)});
    case Fault::end_one: return node.end_second(elsewhere_.coin());
    case Fault::stuck: return stage.broker.stick();
    default: break;
  }
  if (!stage.swarm.streams || stage.broker.away()) return;
  if (fault == Fault::broker_wiped) {
    stage.broker.wipe();
  } else if (elsewhere_.coin()) {
    stage.count("fault: broker away");
    stage.broker.leave();
  } else {
    stage.count("fault: broker started again");
    stage.broker.restart();
  }
  stage.scheduler.after(milliseconds{elsewhere_.between(20, 6000)}, 0,
                        [this] { stage.broker.come_back(); });
}

}  // namespace sim
