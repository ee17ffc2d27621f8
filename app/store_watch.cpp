#include <app/store_watch.hpp>

#include <algorithm>
#include <utility>

#include <adapters/sql/overdue.hpp>
#include <app/logging.hpp>
#include <sync/application/follower_status.hpp>

namespace app {
namespace {

constexpr std::chrono::milliseconds every{400};
constexpr std::chrono::milliseconds hurried_every{10};  // while somebody waits ...
constexpr std::chrono::milliseconds hurry_for{200};   // ... or did a moment ago

}  // namespace

StoreWatch::StoreWatch(Parts parts)
    : parts_(std::move(parts)),
      session_(parts_.at, sql::Access::reader),
      lease_(session_, parts_.log) {
  for (const auto& watched : parts_.followers) {
    Standing standing;
    standing.of = watched;
    standing.status.follower = watched.follower;
    standing.status.source = watched.source;
    standings_.push_back(std::move(standing));
  }
}

void StoreWatch::start() {
  look(false);
  thread_ = std::thread([this] { run(); });
}

void StoreWatch::stop() {
  {
    const std::scoped_lock lock(mutex_);
    stopped_ = true;
  }
  stopping_.notify_one();
  if (thread_.joinable()) thread_.join();
  lease_.give_up();
  leads_ = false;
}

void StoreWatch::run() {
  const auto overdue = sql::OverdueWatch::of_this_process();
  using Clock = std::chrono::steady_clock;
  auto due = Clock::now() + every;
  std::unique_lock lock(mutex_);
  while (!stopped_) {
    const auto until = Clock::now() < hurry_until_ ? Clock::now() + hurried_every : due;
    stopping_.wait_until(lock, std::min(until, due), [this, until, due] {
      return stopped_ || told_of_followers_ || (until == due && Clock::now() < hurry_until_);
    });
    told_of_followers_ = false;
    if (stopped_) break;
    const bool hurried = Clock::now() < due;
    lock.unlock();
    look(hurried);
    lock.lock();
    if (!hurried) due = Clock::now() + every;
  }
}

void StoreWatch::hurry() {
  if (leads_) return;
  {
    const std::scoped_lock lock(mutex_);
    const auto now = std::chrono::steady_clock::now();
    const bool already = now < hurry_until_;
    hurry_until_ = now + hurry_for;
    if (already) return;
  }
  stopping_.notify_one();
}

void StoreWatch::followers_moved() {
  if (leads_) return;
  {
    const std::scoped_lock lock(mutex_);
    if (std::chrono::steady_clock::now() >= hurry_until_) return;
    told_of_followers_ = true;
  }
  stopping_.notify_one();
}

void StoreWatch::look(bool hurried) {
  try {
    look_at_store(hurried);
    ailment_.clear();
  } catch (const std::exception& failure) {
    lead(false);
    if (std::exchange(ailment_, failure.what()) == failure.what()) return;
    log_warn("a store does not answer; it is asked on",
             {{"log", parts_.log}, {"error", ailment_}});
  }
}

void StoreWatch::look_at_store(bool hurried) {
  if (hurried) {
    for (auto& standing : standings_) look_at(standing, leads_);
    return;
  }
  const bool leads = lease_.hold();
  auto head = log_.head();
  if (head != told_) {
    told_ = std::move(head);
    parts_.observer.log_moved(parts_.log, *told_);
  }
  for (auto& standing : standings_) look_at(standing, leads);
  lead(leads);
}

// Whoever leads knows its followers better than their rows do, and shows them itself.
void StoreWatch::look_at(Standing& standing, bool leads) {
  if (leads) standing.shown = false;
  const auto state = positions_.find(standing.of.follower);
  if (!state) return;
  const bool moved = state->revision != standing.revision;
  {
    const std::scoped_lock lock(mutex_);
    standing.revision = state->revision;
  }
  if (leads) {
    if (moved) parts_.changed();
  } else if (moved || !standing.shown) {
    sync::show(standing.status, *state, parked_.list(standing.of.follower));
    parts_.observer.follower_moved(standing.status);
    standing.shown = true;
  }
}

void StoreWatch::lead(bool now) {
  if (leads_.exchange(now) == now) return;
  log_info(now ? "this instance leads: it follows, and runs what the module does on its own"
               : "this instance does not lead any more",
           {{"log", parts_.log}});
  parts_.changed();
}

std::uint64_t StoreWatch::revision(const std::string& follower) const {
  const std::scoped_lock lock(mutex_);
  const auto found = std::ranges::find_if(
      standings_, [&](const Standing& standing) { return standing.of.follower == follower; });
  return found == standings_.end() ? 0 : found->revision;
}

}  // namespace app
