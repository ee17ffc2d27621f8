#include <app/billing_runs.hpp>

#include <algorithm>
#include <string>
#include <utility>

#include <app/logging.hpp>
#include <billing/domain/billing_errors.hpp>

namespace app {
namespace {

using std::chrono::milliseconds;
namespace no = billing::errors;

constexpr milliseconds nothing_to_do = std::chrono::hours{1};
constexpr milliseconds until_it_may_lead{400};

}  // namespace

BillingRuns::BillingRuns(const Parts& parts, Rules rules, Limits limits)
    : parts_(parts),
      rules_(rules),
      limits_(limits),
      run_({parts.due, parts.works, parts.ids, parts.clock, parts.module}, {}),
      lapse_({parts.due, parts.works, parts.clock, parts.module.advance_clock, run_}, {}) {
  learn_the_time();
}

shared::Result<billing::RunState> BillingRuns::run(std::optional<shared::Instant> as_of) {
  const auto now = billing_now();
  if (as_of && *as_of > now + limits_.ahead_max) return shared::refuse(no::as_of_too_far());
  return ask("run", as_of.value_or(now));
}

shared::Result<billing::RunState> BillingRuns::advance(shared::Instant to) {
  if (!rules_.test_clock) return shared::refuse(no::clock_not_for_tests());
  if (to < billing_now()) return shared::refuse(no::clock_backwards());
  const auto latest = parts_.clock.now() + billing::AdvanceClock::ahead_max;
  if (to > latest) return shared::refuse(no::clock_too_far());
  return ask("clock", to);
}

shared::Result<billing::RunState> BillingRuns::ask(std::string_view kind, shared::Instant as_of) {
  billing::RunState run;
  run.id = billing::RunId{parts_.ids.next()}.text();
  run.kind = kind;
  run.as_of = as_of;
  run.status = "queued";
  run.phase = "queued";
  run.from = billing_now();
  run.reached = run.from;
  const std::scoped_lock lock(mutex_);
  if (waiting_ == limits_.waiting_max) return shared::refuse(no::too_many_runs());
  ++waiting_;
  asked_.push_back(run);
  if (asked_.size() > limits_.remembered_max) asked_.pop_front();
  return run;
}

shared::Result<billing::RunState> BillingRuns::stop_clock() {
  const billing::RunState* first = nullptr;
  const std::scoped_lock lock(mutex_);
  for (auto& run : asked_) {
    const bool waits = run.status == "queued";
    if (run.kind != "clock" || (!waits && run.status != "running")) continue;
    if (waits) {
      run.status = "stopped";
      run.phase = run.status;
    } else {
      stop_asked_ = true;
    }
    if (first == nullptr) first = &run;
  }
  if (first == nullptr) return shared::refuse(no::clock_not_advancing());
  return *first;
}

std::optional<billing::RunState> BillingRuns::find(std::string_view id) const {
  const std::scoped_lock lock(mutex_);
  const auto found = std::ranges::find(asked_, id, &billing::RunState::id);
  return found == asked_.end() ? std::nullopt : std::optional{*found};
}

shared::Instant BillingRuns::billing_now() const {
  const auto now = parts_.clock.now();
  const std::scoped_lock lock(mutex_);
  return now + milliseconds{ahead_ms_};
}

bool BillingRuns::waits_for_payments() const {
  return current_ != Current::none && run_.progress().phase == billing::BillingRun::Phase::payments;
}

std::chrono::milliseconds BillingRuns::step() {
  if (current_ != Current::none) return step_current();
  if (begin_asked() || begin_scheduled()) return milliseconds{0};
  if (rules_.every.count() == 0) return nothing_to_do;
  if (!parts_.leads()) return until_it_may_lead;
  return next_at_ - parts_.clock.monotonic();
}

bool BillingRuns::begin_asked() {
  const std::scoped_lock lock(mutex_);
  const auto first = [this] { return asked_.end() - static_cast<std::ptrdiff_t>(waiting_); };
  while (waiting_ > 0 && first()->status == "stopped") --waiting_;
  if (waiting_ == 0) return false;
  auto& next = *first();
  stop_asked_ = false;
  const bool advances = next.kind == "clock";
  if (advances) {
    lapse_.begin(next.as_of);
  } else {
    run_.begin(next.as_of, limits_.payments_within);
  }
  --waiting_;
  next.status = "running";
  current_ = advances ? Current::lapse : Current::run;
  current_id_ = next.id;
  return true;
}

bool BillingRuns::begin_scheduled() {
  const auto monotonic = parts_.clock.monotonic();
  if (rules_.every.count() == 0 || monotonic < next_at_ || !parts_.leads()) return false;
  next_at_ = monotonic + rules_.every;
  run_.begin(billing_now(), milliseconds{0});
  current_ = Current::run;
  current_id_.reset();
  return true;
}

std::chrono::milliseconds BillingRuns::step_current() {
  const bool lapses = current_ == Current::lapse;
  if (lapses) stop_where_asked();
  const auto wait = lapses ? lapse_.step() : run_.step();
  if (lapses) learn_the_time();
  show();
  if (lapses ? !lapse_.finished() : !run_.finished()) return wait;
  ended(lapses ? lapse_.progress() : run_.progress());
  current_ = Current::none;
  return milliseconds{0};
}

void BillingRuns::stop_where_asked() {
  const std::scoped_lock lock(mutex_);
  if (std::exchange(stop_asked_, false)) lapse_.stop();
}

// What whoever asked sees of it from now on.
void BillingRuns::show() {
  if (!current_id_) return;
  const bool lapses = current_ == Current::lapse;
  const auto progress = lapses ? lapse_.progress() : run_.progress();
  const auto reached = lapses ? lapse_.reached() : billing_now();
  const std::scoped_lock lock(mutex_);
  const auto found = std::ranges::find(asked_, *current_id_, &billing::RunState::id);
  if (found == asked_.end()) return;
  found->show(progress);
  found->reached = reached;
  const bool over = lapses ? lapse_.finished() : run_.finished();
  if (!over) return;
  found->status = lapses && lapse_.stopped() ? "stopped" : to_text(progress.phase);
  found->phase = found->status;
}

void BillingRuns::ended(const billing::BillingRun::Progress& progress) {
  count(progress);
  const auto& problems = progress.problems;
  if (progress.phase == billing::BillingRun::Phase::failed) {
    log_error("a billing run failed; the next one goes on", {{"error", progress.failure}});
  } else if (!problems.empty()) {
    log_error("a billing run left something undone, for the next one to try",
              {{"problems", progress.problem_count},
               {"first", problems.front().id},
               {"error", problems.front().code}});
  } else if (progress.done > 0) {
    log_info("a billing run ended", {{"subscriptions", progress.subscriptions_advanced},
                                     {"invoices", progress.invoices_issued},
                                     {"schedules", progress.schedules_recognized}});
  }
}

void BillingRuns::count(const billing::BillingRun::Progress& progress) {
  const bool failed = progress.phase == billing::BillingRun::Phase::failed;
  const auto now = parts_.clock.now();
  const std::scoped_lock lock(mutex_);
  ++(failed ? figures_.failed : figures_.finished);
  figures_.problems += progress.problem_count;
  figures_.last_end = now;
}

BillingRuns::Figures BillingRuns::figures() const {
  const std::scoped_lock lock(mutex_);
  return figures_;
}

void BillingRuns::learn_the_time() {
  const auto ahead_ms = parts_.due.next(parts_.clock.now()).ahead_ms;
  const std::scoped_lock lock(mutex_);
  ahead_ms_ = ahead_ms;
}

}  // namespace app
