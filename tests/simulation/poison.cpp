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

shared::Done PoisonedHandler::apply(const sync::Event& event) {
  switch (poison_.on(event.key)) {
    case Poison::Effect::refuse:
      ++poison_.refused;
      // Half done, then refused: nothing of it may stay.
      static_cast<void>(handler_.apply(event));
      return shared::refuse({shared::ErrorKind::malformed, "sim.poison", "Poison.", ""});
    case Poison::Effect::fail:
      ++poison_.failed;
      throw std::runtime_error("poison");
    case Poison::Effect::reject:
      ++poison_.rejected;
      rejecting_.put();
      break;
    case Poison::Effect::kill:
      ++poison_.killed;
      ++poison_.killed_at[event.offset];
      disk_.kill();
      throw sync::StoreBroken("the process ends here");
    case Poison::Effect::none: break;
  }
  return handler_.apply(event);
}

}  // namespace sim
