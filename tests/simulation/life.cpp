#include <tests/simulation/life.hpp>

#include <algorithm>
#include <utility>

namespace sim {
namespace {

// Small, so that a few hundred commits see many checkpoints.
constexpr int checkpoint_pages = 30;
constexpr std::size_t queued_events_max = 100'000;
constexpr std::chrono::milliseconds settle_every{50};

}  // namespace

sql::Location location(const Machine& machine) {
  return sql::Sqlite{.path = machine.database(), .checkpoint_pages = checkpoint_pages};
}

std::string follower_name(const std::string& module, const std::string& source) {
  return module + "-follows-" + source.substr(0, source.find('/'));
}

Life::Life(const Surroundings& surroundings, sync::Follower::Limits limits)
    : around_{surroundings},
      writer_{location(surroundings.machine), sql::Access::writer},
      reader_{location(surroundings.machine), sql::Access::reader},
      driver_{surroundings.machine, surroundings.submit, surroundings.wake},
      limits_{limits},
      sql_store_{writer_, surroundings.machine.log()},
      store_{sql_store_, surroundings.machine.server},
      log_{writer_, sql_store_},
      log_reader_{reader_},
      positions_{writer_},
      parked_{writer_},
      idempotency_{writer_, surroundings.machine.log()},
      log_service_{surroundings.machine.log(), log_reader_} {
  sql::Migrator{writer_}.apply_all(around_.machine.module, around_.machine.clock.now());
  if (around_.broker == nullptr) return;
  const auto log = around_.machine.log();
  stream_.emplace(*around_.broker, log);
  relay_.emplace(log, log_reader_, *stream_, around_.machine.clock, around_.observer,
                 around_.relay);
}

sync::UnitOfWork& Life::assemble(std::vector<sync::WorkingTable*> tables) {
  tables.push_back(&idempotency_);
  tables.push_back(&rejecting_);
  auto& machine = around_.machine;
  unit_.emplace(sync::UnitOfWork::Parts{machine.log(), store_, log_, std::move(tables), digest_,
                                        machine.ids, around_.bus, around_.observer});
  lane_.emplace(*unit_, log_, store_, idempotency_, machine.clock, sync::WriteLane::Limits{});
  return *unit_;
}

sync::Followed Life::poisoned(Following& following, const std::string& source,
                              const Folded& folded) {
  const Dose dose{around_.poison, rejecting_, around_.machine.disk, source};
  if (folded.replica != nullptr) {
    auto handler = std::make_unique<PoisonedHandler>(*folded.replica, dose);
    auto& poisoned = *handler;
    following.poisoned.push_back(std::move(handler));
    return {poisoned, folded.reaction};
  }
  following.poisoned.push_back(std::make_unique<PoisonedProjection>(*folded.projection, dose));
  return {*following.poisoned.back()};
}

void Life::follow(const std::string& source, const std::vector<Folded>& folded) {
  auto& machine = around_.machine;
  auto& following = *following_.emplace(source, std::make_unique<Following>()).first->second;
  following.name = follower_name(machine.module, source);
  std::vector<sync::Followed> followed;
  for (const auto& each : folded) followed.push_back(poisoned(following, source, each));
  sync::CommitFeed feed{source,        *around_.sources.at(source), following.delivery,
                        machine.clock, digest_,                     sync::CommitFeed::Limits{}};
  following.follower.emplace(sync::Follower::Parts{.name = following.name,
                                                   .source = source,
                                                   .unit = *unit_,
                                                   .positions = positions_,
                                                   .parked = parked_,
                                                   .followed = std::move(followed),
                                                   .clock = machine.clock,
                                                   .digest = digest_,
                                                   .observer = around_.observer},
                             std::move(feed), limits_);
}

std::chrono::milliseconds Life::follow(bool leads) {
  if (!lane_->settle()) return settle_every;
  const bool led = std::exchange(followed_, leads);
  std::chrono::milliseconds wait{std::chrono::hours{1}};
  for (const auto& [source, following] : following_) {
    if (!around_.machine.disk.alive()) break;
    auto& follower = *following->follower;
    if (led && !leads) follower.resign();
    if (!leads) continue;
    if (following->revision > follower.revision()) follower.look_again();
    wait = std::min(wait, follower.step());
  }
  return wait;
}

void Life::look() {
  for (const auto& [source, following] : following_) {
    const auto state = positions_.find(following->name);
    if (state) following->revision = state->revision;
  }
}

void Life::close() {
  for (const auto& [source, following] : following_) following->follower->close();
}

void Life::agree_with(const std::vector<sync::Seen>& witnesses) {
  const auto start = sync::next_epoch(log_reader_, witnesses);
  if (!start) return;
  store_.begin();
  log_.raise_epoch(*start);
  store_.commit();
}

std::optional<sync::FollowerState> Life::standing(const std::string& source) {
  store_.begin();
  auto state = positions_.lock(following_.at(source)->name);
  store_.rollback();
  return state;
}

LogCopy Life::log_copy() {
  LogCopy copy;
  copy.head = log_reader_.head();
  copy.epochs = log_reader_.epochs();
  sync::Offset at = 0;
  while (at < copy.head.offset) {
    auto commits = log_reader_.read(at, {});
    if (commits.empty()) break;
    at = commits.back().last();
    for (auto& commit : commits) copy.commits.push_back(std::move(commit));
  }
  return copy;
}

FollowerCopy Life::follower_copy(const std::string& source) {
  const auto& name = following_.at(source)->name;
  FollowerCopy copy;
  store_.begin();
  copy.state = positions_.lock(name);
  copy.parked = parked_.list(name);
  for (const auto& parked : copy.parked) {
    copy.queues.push_back(parked_.queued(parked, queued_events_max));
  }
  store_.rollback();
  return copy;
}

}  // namespace sim
