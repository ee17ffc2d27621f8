#include <app/replica_checks.hpp>

#include <algorithm>
#include <utility>

#include <app/logging.hpp>
#include <shared/domain/uuid.hpp>
#include <sync/application/sync_errors.hpp>

namespace app {
namespace {

using std::chrono::milliseconds;
namespace no = sync::errors;

constexpr milliseconds nothing_to_do = std::chrono::hours{1};
constexpr milliseconds breakage_max{30'000};
constexpr milliseconds after_breakage{500};
constexpr int mends_max = 100;

}  // namespace

ReplicaChecks::ReplicaChecks(Parts parts) : parts_(std::move(parts)) {
  driver_.add([this] { return step(); });
}

shared::Result<http::ReplicaCheckState> ReplicaChecks::begin(const std::string& follower,
                                                             bool deep, bool mend) {
  const auto all = parts_.followers();
  if (std::ranges::find(all, follower) == all.end()) {
    return shared::refuse(no::keeps_no_copy(follower));
  }
  http::ReplicaCheckState state;
  state.id = shared::prefixed("chk_", parts_.ids.next());
  state.follower = follower;
  state.deep = deep;
  state.mend = mend;
  state.status = "queued";
  state.started_at = parts_.clock.now();
  {
    const std::scoped_lock lock(mutex_);
    const auto last = last_.find(follower);
    if (stopped_ || (last != last_.end() && !last->second.over())) {
      return shared::refuse(no::check_running(follower));
    }
    last_.insert_or_assign(follower, state);
    if (!std::exchange(started_, true)) driver_.start();
  }
  driver_.wake();
  return state;
}

std::optional<http::ReplicaCheckState> ReplicaChecks::find(const std::string& follower) const {
  const std::scoped_lock lock(mutex_);
  const auto last = last_.find(follower);
  return last == last_.end() ? std::nullopt : std::optional{last->second};
}

std::optional<http::VerifiedThrough> ReplicaChecks::verified(const std::string& follower) const {
  const std::scoped_lock lock(mutex_);
  const auto found = verified_.find(follower);
  return found == verified_.end() ? std::nullopt : std::optional{found->second};
}

http::ReplicaPorts ReplicaChecks::ports() {
  http::ReplicaPorts ports;
  ports.begin = [this](const std::string& follower, bool deep, bool mend) {
    return begin(follower, deep, mend);
  };
  ports.find = [this](const std::string& follower) { return find(follower); };
  return ports;
}

void ReplicaChecks::watch(Metrics& metrics) const {
  for (const auto& follower : parts_.followers()) {
    const MetricLabels labels{{"follower", follower}};
    metrics.gauge("cleave_follower_verified_offset",
                  "Up to where a check found the replica to be what its source says; 0: never",
                  labels, [this, follower] {
                    const auto found = verified(follower);
                    return found ? static_cast<double>(found->offset) : 0.0;
                  });
    metrics.gauge("cleave_follower_verified_age_seconds",
                  "How long ago that was; -1 where the replica was never verified", labels,
                  [this, follower] {
                    const auto found = verified(follower);
                    if (!found) return -1.0;
                    const std::chrono::duration<double> age = parts_.clock.now() - found->at;
                    return age.count();
                  });
  }
}

void ReplicaChecks::stop() {
  {
    const std::scoped_lock lock(mutex_);
    stopped_ = true;
  }
  driver_.stop();
}

milliseconds ReplicaChecks::step() {
  try {
    if (!current_) take_next();
    if (!current_) return nothing_to_do;
    go_on();
    broken_since_ = milliseconds{0};
    return wait_;
  } catch (const sync::StoreFailure& failure) {
    const auto now = parts_.clock.monotonic();
    if (broken_since_ == milliseconds{0}) broken_since_ = now;
    if (now - broken_since_ < breakage_max) return after_breakage;
    end(failure.what());
  } catch (const std::exception& failure) {
    end(failure.what());
  }
  return milliseconds{0};
}

void ReplicaChecks::take_next() {
  bool deep = false;
  {
    const std::scoped_lock lock(mutex_);
    const auto next = std::ranges::find_if(
        last_, [](const auto& entry) { return entry.second.status == "queued"; });
    if (next == last_.end()) return;
    follower_ = next->first;
    deep = next->second.deep;
    mend_ = next->second.mend;
    mends_ = 0;
  }
  auto opened = parts_.open(follower_);
  sync::ReplicaCheck::Parts parts{*opened.replica, *opened.source, opened.copied, parts_.digest,
                                  parts_.clock};
  current_ = std::make_unique<Current>(
      Current{std::move(opened), sync::ReplicaCheck{std::move(parts), deep}});
}

void ReplicaChecks::go_on() {
  wait_ = current_->check.step();
  if (current_->check.over() && mended()) return end("");
  show(false);
}

// Whether there is nothing to mend, or that is done or refused. Where the follower has moved
// meanwhile its rows are weighed again, which by then is all that is left to do.
bool ReplicaChecks::mended() {
  const auto& report = current_->check.report();
  const bool only_noted = report.weigh_unlike_source.empty() && report.source_known &&
                          !report.weigh_unlike_follower.empty();
  if (!mend_ || !only_noted || ++mends_ > mends_max) return true;
  const auto& weight = current_->check.weight();
  sync::Reweighed weighed{report.offset, current_->check.source_at()->roots, {}};
  for (const auto& type : report.weigh_unlike_follower) {
    const auto& noted = weight.standing.state.roots;
    const auto at = noted.find(type);
    weighed.more[type] = weight.roots.at(type) - (at == noted.end() ? sync::Hash128{} : at->second);
  }
  const auto refusal = parts_.reweigh(follower_, weighed);
  if (refusal && refusal->code != no::moved_meanwhile().code) return true;
  current_->check.weigh_again();
  wait_ = milliseconds{0};
  return false;
}

// What whoever asked sees of it from now on; the keys that differ once it is over.
void ReplicaChecks::show(bool whole) {
  const auto& report = current_->check.report();
  const std::scoped_lock lock(mutex_);
  auto& state = last_.at(follower_);
  state.status = "running";
  if (whole) {
    state.report = report;
    return;
  }
  state.report.phase = report.phase;
  state.report.offset = report.offset;
  state.report.epoch = report.epoch;
  state.report.rows = report.rows;
  state.report.compared = report.compared;
  state.report.difference_count = report.difference_count;
}

void ReplicaChecks::end(const std::string& failure) {
  broken_since_ = milliseconds{0};
  wait_ = milliseconds{0};
  if (current_) show(true);
  current_.reset();
  const auto now = parts_.clock.now();
  const std::scoped_lock lock(mutex_);
  auto& state = last_.at(follower_);
  state.status = failure.empty() ? "done" : "failed";
  state.failure = failure;
  state.ended_at = now;
  const auto& report = state.report;
  if (!failure.empty()) {
    log_error("a replica could not be checked", {{"follower", follower_}, {"error", failure}});
  } else if (report.equal()) {
    verified_.insert_or_assign(follower_, http::VerifiedThrough{report.epoch, report.offset, now});
  } else {
    log_error("a replica is not what its source says, or that could not be settled",
              {{"follower", follower_},
               {"offset", report.offset},
               {"differences", report.difference_count},
               {"unsettled", report.unsettled}});
  }
}

}  // namespace app
