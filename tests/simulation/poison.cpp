#include <tests/simulation/poison.hpp>

#include <stdexcept>

#include <ports/sync/store_errors.hpp>

namespace sim {

Poison::Effect Poison::on(const std::string& key) const {
  const auto drawn = Rng{salt}.split(key).below(100);
  if (drawn < refuse_percent) return Effect::refuse;
  if (drawn < refuse_percent + fail_percent) return Effect::fail;
  if (drawn < refuse_percent + fail_percent + reject_percent) return Effect::reject;
  if (drawn < refuse_percent + fail_percent + reject_percent + kill_percent) return Effect::kill;
  return Effect::none;
}

void RejectingTable::flush() {
  if (kept_ > 0) throw sync::StoreRejected("the simulated store refuses this row");
}

shared::Done Dose::give(sync::Projection& to, const sync::Event& event) const {
  switch (poison.on(event.key)) {
    case Poison::Effect::refuse:
      ++poison.refused;
      // Half done, then refused: nothing of it may stay.
      static_cast<void>(to.apply(event));
      return shared::refuse({shared::ErrorKind::malformed, "sim.poison", "Poison.", ""});
    case Poison::Effect::fail:
      ++poison.failed;
      throw std::runtime_error("poison");
    case Poison::Effect::reject:
      ++poison.rejected;
      rejecting.put();
      break;
    case Poison::Effect::kill:
      ++poison.killed;
      ++poison.killed_at[{source, event.offset}];
      disk.kill();
      throw sync::StoreBroken("the process ends here");
    case Poison::Effect::none: break;
  }
  return to.apply(event);
}

}  // namespace sim
