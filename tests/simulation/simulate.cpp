#include <tests/simulation/simulate.hpp>

#include <exception>
#include <memory>

#include <tests/simulation/world.hpp>

namespace sim {

Run simulate(std::uint64_t seed, std::FILE* trace_file) {
  const auto world = std::make_unique<World>(seed, trace_file);
  Run run;
  run.seed = seed;
  try {
    world->run();
  } catch (const std::exception& violation) {
    run.violation = violation.what();
    world->stage.trace.say("violation", {{"what", run.violation}});
    const auto& lines = world->stage.trace.last_lines();
    run.last_lines.assign(lines.begin(), lines.end());
  }
  run.tally = world->stage.tally;
  run.steps = world->stage.scheduler.steps();
  run.trace_hash = world->stage.trace.finish();
  return run;
}

}  // namespace sim
