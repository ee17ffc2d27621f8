#include <tests/simulation/wires.hpp>

#include <algorithm>
#include <utility>

namespace sim {
namespace {

constexpr std::chrono::milliseconds wait_after_breakage{200};

}  // namespace

Wires::Wires(Stage& stage, Scheduler::Owner owner, Life& life,
             const std::vector<std::string>& sources, const std::function<void()>& wake,
             std::function<void()> broken)
    : stage_{stage}, owner_{owner}, life_{life}, broken_{std::move(broken)} {
  for (const auto& log : sources) {
    const auto standing = life.standing(log);
    deliveries_.push_back(std::make_unique<StreamDelivery>(
        stage.broker, stage.scheduler, owner, log, standing ? standing->offset : 0,
        life.delivery(log), wake));
  }
  relay();
}

void Wires::relay() {
  if (std::exchange(ready_, true)) return;
  stage_.scheduler.post(owner_, [this] { step(); });
}

void Wires::step() {
  ready_ = false;
  ++turns_;
  auto wait = wait_after_breakage;
  try {
    wait = life_.relay()->step();
  } catch (const sync::StoreBroken&) {
    return broken_();
  } catch (const sync::StoreFailure&) {
  }
  if (wait == std::chrono::milliseconds{0}) return relay();
  stage_.scheduler.after(wait, owner_, [this, turns = turns_] {
    if (turns == turns_) relay();
  });
}

bool Wires::level() const {
  return std::ranges::all_of(deliveries_, [](const auto& delivery) { return delivery->level(); });
}

}  // namespace sim
