#include <app/billing_processes.hpp>

#include <utility>

#include <app/logging.hpp>

namespace app {
namespace {

// How often, and how far, unknown payments are counted.
constexpr std::chrono::milliseconds count_every{5'000};
constexpr std::size_t counted_max = 10'000;

constexpr std::chrono::milliseconds until_it_may_lead{400};
constexpr std::chrono::milliseconds learn_every{1'000};

void tell_refusal(const billing::PaymentId& id, const shared::Error& error) {
  log_warn("what came of a payment cannot be stored; it is looked up again every minute",
           {{"payment", id.text()}, {"error", error.code}, {"detail", error.detail}});
}

}  // namespace

BillingProcesses::BillingProcesses(const Parts& parts, BillingRuns::Rules rules)
    : parts_(parts),
      gateway_(parts.gateway, parts.clock),
      collecting_(parts, "collector"),
      running_(parts, "billing runs"),
      runs_({running_.due, running_.works, parts.ids, parts.clock, parts.billing.module,
             [&lane = parts.billing.lane] { return lane.leads(); }},
            rules, {}) {
  collecting_.driver.add([this] { return collect(); });
  running_.driver.add([this] {
    const auto wait = runs_.step();
    if (runs_.waits_for_payments()) collecting_.driver.wake();
    return wait;
  });
  if (std::holds_alternative<sql::Sqlite>(parts.database)) return;
  running_.driver.add([this] {
    runs_.learn_the_time();
    return learn_every;
  });
}

BillingProcesses::Term::Term(BillingProcesses& of)
    : works(of.collecting_.works),
      collector({of.collecting_.due, of.gateway_, works, of.parts_.clock,
                 of.parts_.billing.module.settle_payment, tell_refusal},
                {}) {}

std::chrono::milliseconds BillingProcesses::collect() {
  if (!parts_.billing.lane.leads()) {
    term_.reset();
    return until_it_may_lead;
  }
  if (!term_) term_.emplace(*this);
  const auto wait = term_->collector.step();
  std::optional<std::int64_t> unknown;
  if (const auto now = parts_.clock.monotonic(); now >= count_at_) {
    unknown = payments_.unknown(counted_max);
    count_at_ = now + count_every;
  }
  const std::scoped_lock lock(mutex_);
  figures_.collected = term_->collector.counts();
  if (unknown) figures_.unknown = *unknown;
  return wait;
}

BillingProcesses::Figures BillingProcesses::figures() const {
  const std::scoped_lock lock(mutex_);
  auto figures = figures_;
  figures.runs = runs_.figures();
  return figures;
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
