#include <app/billing_processes.hpp>

#include <utility>

namespace app {

BillingProcesses::BillingProcesses(const Parts& parts, BillingRuns::Rules rules)
    : gateway_(parts.gateway, parts.clock),
      collecting_(parts, "collector"),
      collector_({collecting_.due, gateway_, collecting_.works, parts.clock,
                  parts.billing.module.settle_payment},
                 {}),
      running_(parts, "billing runs"),
      runs_({running_.due, running_.works, parts.ids, parts.clock, parts.billing.module}, rules,
            {}) {
  collecting_.driver.add([this] { return collector_.step(); });
  running_.driver.add([this] {
    const auto wait = runs_.step();
    if (runs_.waits_for_payments()) collecting_.driver.wake();
    return wait;
  });
}

void BillingProcesses::start() {
  const std::scoped_lock lock(mutex_);
  if (std::exchange(started_, true) || stopped_) return;
  collecting_.driver.start();
  running_.driver.start();
}

void BillingProcesses::stop() {
  {
    const std::scoped_lock lock(mutex_);
    stopped_ = true;
  }
  running_.driver.stop();
  collecting_.driver.stop();
}

shared::Result<billing::RunState> BillingProcesses::run(std::optional<shared::Instant> as_of) {
  auto asked = runs_.run(as_of);
  start();
  running_.driver.wake();
  return asked;
}

shared::Result<billing::RunState> BillingProcesses::advance(shared::Instant to) {
  auto asked = runs_.advance(to);
  start();
  running_.driver.wake();
  return asked;
}

}  // namespace app
