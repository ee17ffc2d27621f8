#include <tests/simulation/swarm.hpp>

namespace sim {

const char* to_text(Fault fault) {
  constexpr std::array<const char*, faults> names{
      "kill",   "power_cut", "stop",   "io_error", "disk_full", "drop",        "delay",
      "repeat", "reorder",   "damage", "wipe",     "cut_off",   "lost_answer", "poison",
      "clock_jump", "restore",   "lost_commit", "freeze", "end_one", "broker_away", "broker_wiped",
      "stuck",  "lost_acks"};
  return names.at(static_cast<std::size_t>(fault));
}

Swarm::Swarm(Rng rng)
    : operations{rng.between(30, 110)},
      clients{rng.between(1, 6)},
      batch_max{rng.coin() ? 1 : rng.between(2, 8)},
      mischief_ms_max{rng.between(20, 400)},
      money{rng.coin()},
      insight{rng.chance(1, 3)} {
  if (money) operations += 40;
  for (std::size_t i = 0; i < faults_of_one_machine; ++i) enabled[i] = rng.coin();
  // It changes what all else means, so most seeds are without it.
  enabled[static_cast<std::size_t>(Fault::restore)] = rng.chance(1, 5);
  webhook = rng.chance(1, 3);

  // Draws of their own, so that they change nothing of seeds that are without them.
  auto more = rng.split("several");
  streams = more.chance(2, 5);
  instances = more.chance(2, 5);
  for (std::size_t i = faults_of_one_machine; i < faults; ++i) enabled[i] = more.coin();
  relay.batch.events_max = more.coin() ? more.between(1, 20) : relay.batch.events_max;
  relay.window = more.chance(1, 3) ? more.between(1, 100) : relay.window;
}

}  // namespace sim
