#include <billing/application/time_lapse.hpp>

#include <algorithm>
#include <utility>

#include <billing/application/billing_work.hpp>
#include <billing/domain/billing_errors.hpp>

namespace billing {
namespace {

using namespace std::chrono_literals;

// Whoever has the thread steps again when a work has ended; this is for those who cannot tell.
constexpr auto in_flight_wait = 20ms;

}  // namespace

void TimeLapse::begin(shared::Instant to) {
  to_ = to;
  tries_ = 0;
  stop_asked_ = false;
  stopped_ = false;
  again_at_ = 0ms;
  before_ = {
      .phase = BillingRun::Phase::counting, .due = std::nullopt, .problems = {}, .failure = {}};
  const auto now = parts_.clock.now();
  reached_ = now + std::chrono::milliseconds{parts_.due.next(now).ahead_ms};
  // First what is due already: another one may have been killed before it got to that.
  parts_.run.begin(reached_, limits_.payments_within);
  stage_ = Stage::running;
}

std::chrono::milliseconds TimeLapse::step() {
  switch (stage_) {
    case Stage::choosing:
      return choose();
    case Stage::setting:
      return in_flight_wait;
    case Stage::running:
      return run();
    case Stage::finished:
      return 1h;
  }
  std::unreachable();
}

std::chrono::milliseconds TimeLapse::choose() {
  if (stop_asked_ || reached_ >= to_) {
    finish();
    return 0ms;
  }
  const auto monotonic = parts_.clock.monotonic();
  if (monotonic < again_at_) return again_at_ - monotonic;
  const auto next = parts_.due.next(reached_).at;
  target_ = to_;
  if (next) target_ = std::min<shared::Instant>(to_, std::chrono::ceil<std::chrono::hours>(*next));
  auto work = work_of(parts_.advance_clock, {.to = target_, .at = parts_.clock.now()});
  work.ended = [this](const shared::Done& done) { was_set(done); };
  stage_ = Stage::setting;
  parts_.works.submit(std::move(work));
  return in_flight_wait;
}

void TimeLapse::was_set(const shared::Done& done) {
  // The wall clock goes on meanwhile: it may be there by itself.
  if (done || done.error() == errors::clock_backwards()) {
    reached_ = std::max(reached_, target_);
    tries_ = 0;
    parts_.run.begin(reached_, limits_.payments_within);
    stage_ = Stage::running;
  } else if (done.error().kind == shared::ErrorKind::unavailable && ++tries_ < limits_.tries_max) {
    again_at_ = parts_.clock.monotonic() + limits_.retry;
    stage_ = Stage::choosing;
  } else {
    fail(done.error().detail);
  }
}

std::chrono::milliseconds TimeLapse::run() {
  const auto wait = parts_.run.step();
  if (!parts_.run.finished()) return wait;
  before_.add(parts_.run.progress());
  if (parts_.run.progress().phase == BillingRun::Phase::failed) {
    fail(parts_.run.progress().failure);
  } else {
    stage_ = Stage::choosing;
  }
  return 0ms;
}

void TimeLapse::finish() {
  stopped_ = reached_ < to_;
  before_.phase = BillingRun::Phase::finished;
  stage_ = Stage::finished;
}

void TimeLapse::fail(std::string why) {
  before_.phase = BillingRun::Phase::failed;
  before_.failure = std::move(why);
  stage_ = Stage::finished;
}

BillingRun::Progress TimeLapse::progress() const {
  auto progress = before_;
  if (stage_ != Stage::running) return progress;
  progress.phase = parts_.run.progress().phase;
  progress.add(parts_.run.progress());
  return progress;
}

}  // namespace billing
