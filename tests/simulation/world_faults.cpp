#include <algorithm>
#include <array>
#include <utility>

#include <tests/simulation/world.hpp>

namespace sim {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;

// What strikes at moments of its own; the others are there all the time.
constexpr std::array strikes{Fault::kill,    Fault::power_cut, Fault::stop,       Fault::io_error,
                             Fault::disk_full, Fault::wipe,    Fault::cut_off,    Fault::poison,
                             Fault::clock_jump, Fault::restore};

}  // namespace

void World::begin_faults() {
  const auto percent = [this](Fault fault, std::uint64_t most) {
    return stage.swarm.has(fault) ? static_cast<std::uint32_t>(rng_.between(1, most)) : 0U;
  };
  stage.bus.faults = {.drop_percent = percent(Fault::drop, 60),
                      .delay_percent = percent(Fault::delay, 80),
                      .delay_max = milliseconds{rng_.between(1, 3000)},
                      .repeat_percent = percent(Fault::repeat, 40),
                      .reorder_percent = percent(Fault::reorder, 60),
                      .damage_percent = percent(Fault::damage, 30)};
  for (auto* node : nodes_) {
    node->poison.salt = rng_.next();
    node->poison.refuse_percent = percent(Fault::poison, 20);
    node->poison.fail_percent = percent(Fault::poison, 10);
    node->poison.reject_percent = percent(Fault::poison, 8);
    node->poison.kill_percent = rng_.coin() ? percent(Fault::poison, 6) : 0;
    node->machine.disk.faults.failed_sync_persists_percent =
        static_cast<std::uint32_t>(rng_.below(101));
  }
  for (std::size_t i = 0; i < faults; ++i) {
    const auto fault = static_cast<Fault>(i);
    if (stage.swarm.has(fault)) stage.count("seeds with " + std::string{to_text(fault)});
  }
  mischief();
  begin_faults_elsewhere();
}

void World::mischief() {
  if (healing_) return;
  const auto fault = strikes[rng_.below(strikes.size())];
  if (stage.swarm.has(fault)) strike(fault);
  stage.scheduler.after(milliseconds{rng_.between(1, stage.swarm.mischief_ms_max)}, 0,
                        [this] { mischief(); });
}

void World::strike(Fault fault) {
  Node& node = any();
  stage.trace.say("strike", {{"fault", to_text(fault)}, {"module", node.machine.module}});
  switch (fault) {
    case Fault::kill:
    case Fault::power_cut:
    case Fault::stop: return strike_process(fault, node);
    case Fault::io_error:
    case Fault::disk_full: return strike_disk(fault, node);
    case Fault::wipe: return stage.bus.wipe();
    case Fault::cut_off:
      node.link.cut = true;
      stage.count("fault: cut off");
      stage.scheduler.after(milliseconds{rng_.between(50, 3000)}, 0,
                            [&node] { node.link.cut = false; });
      return;
    case Fault::clock_jump: {
      constexpr std::uint64_t range_ms = 20ULL * 60 * 60 * 1000;
      const auto to = static_cast<std::int64_t>(rng_.below(2 * range_ms));
      stage.count("fault: clock jump");
      return node.machine.clock.skew(milliseconds{to} - hours{20});
    }
    case Fault::poison:
      // Other keys fail from now on; or a person looks at those that wait.
      if (rng_.chance(1, 4)) {
        node.poison.salt = rng_.next();
      } else if (node.up() && node.parked_keys() > 0) {
        // What a fold of another kind drops is lost for good: nobody does that here.
        const bool copies = &node == &user_ || &node == &billing_;
        close_parked(node, copies && rng_.chance(1, 3));
      }
      return;
    case Fault::restore: return strike_history(rng_.coin() ? user_ : billing_);
    default: return;
  }
}

void World::strike_process(Fault fault, Node& node) {
  if (!node.up()) return;
  if (fault == Fault::stop) return node.stop();
  const auto first = std::ranges::find(nodes_, &node) - nodes_.begin();
  for (std::size_t i = 0; i < nodes_.size(); ++i) {
    auto* each = nodes_[(static_cast<std::size_t>(first) + i) % nodes_.size()];
    if (!each->up()) continue;
    if (fault == Fault::power_cut) each->cut_power_at_death();
    if (rng_.chance(1, 3)) {
      each->machine.disk.kill();
    } else {
      each->machine.disk.kill_in(rng_.below(150));
    }
    if (!rng_.chance(1, 4)) return;  // sometimes several are on one machine
  }
}

void World::strike_disk(Fault fault, Node& node) {
  auto& disk = node.machine.disk;
  if (fault == Fault::io_error) {
    constexpr std::array ops{DiskOp::read, DiskOp::write, DiskOp::sync, DiskOp::sync,
                             DiskOp::truncate, DiskOp::open};
    return disk.fail_in(ops[rng_.below(ops.size())], rng_.between(1, 20));
  }
  disk.faults.capacity_bytes = disk.used_bytes() + rng_.below(30'000);
  stage.scheduler.after(milliseconds{rng_.between(50, 1500)}, 0,
                        [&disk] { disk.faults.capacity_bytes.reset(); });
}

// First a copy is put aside; later, once, it takes the place of what has become of it.
void World::strike_history(Node& node) {
  if (!older_) {
    if (!node.up()) return;
    older_ = node.machine.disk.copy();
    older_of_ = &node;
    older_head_ = node.head.offset;
    return;
  }
  Node& victim = *older_of_;
  if (restored_ || !victim.up()) return;
  {
    const Disk::Quiet quiet{victim.machine.disk};
    victim.lost_histories.push_back(
        read_story(victim.life().log_copy(), digest_, verified_[&victim]));
  }
  victim.machine.disk.kill();
  victim.bury_if_dead();
  victim.restore(*older_);
  restored_ = true;
  stage.broker.log_went_back();
  if (&victim == &billing_) entries_seen_.forget();
  clients_.history.restored(&victim == &billing_, older_head_);
  stage.count("fault: older copy restored");
  stage.trace.say("restored", {{"module", victim.machine.module}, {"head", older_head_}});
}

}  // namespace sim
