#include <tests/simulation/life.hpp>

#include <utility>

namespace sim {
namespace {

// Small, so that a few hundred commits see many checkpoints.
constexpr int checkpoint_pages = 30;
constexpr std::size_t queued_events_max = 100'000;

}  // namespace

sql::Location location(const Machine& machine) {
  return sql::Sqlite{.path = machine.database(), .checkpoint_pages = checkpoint_pages};
}

Life::Life(const Surroundings& surroundings, Names names, sync::Follower::Limits limits)
    : around_{surroundings},
      writer_{location(surroundings.machine), sql::Access::writer},
      reader_{location(surroundings.machine), sql::Access::reader},
      names_{std::move(names)},
      limits_{limits},
      store_{writer_, surroundings.machine.log()},
      log_{writer_, store_},
      log_reader_{reader_},
      positions_{writer_},
      parked_{writer_},
      idempotency_{writer_, surroundings.machine.log()},
      log_service_{surroundings.machine.log(), log_reader_} {
  sql::Migrator{writer_}.apply_all(around_.machine.module, around_.machine.clock.now());
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

void Life::follow(sync::ReplicaHandler& handler, sync::Reaction* reaction) {
  auto& machine = around_.machine;
  handler_.emplace(handler, around_.poison, rejecting_, machine.disk);
  sync::CommitFeed feed{names_.source,   around_.source, delivery_,
                        machine.clock,   digest_,        sync::CommitFeed::Limits{}};
  follower_.emplace(sync::Follower::Parts{.name = names_.follower,
                                          .source = names_.source,
                                          .unit = *unit_,
                                          .positions = positions_,
                                          .parked = parked_,
                                          .followed = {{*handler_, reaction}},
                                          .clock = machine.clock,
                                          .digest = digest_,
                                          .observer = around_.observer},
                    std::move(feed), limits_);
}

void Life::agree_with(const std::vector<sync::Seen>& witnesses) {
  const auto start = sync::next_epoch(log_reader_, witnesses);
  if (!start) return;
  store_.begin();
  log_.raise_epoch(*start);
  store_.commit();
}

std::optional<sync::FollowerState> Life::standing() {
  store_.begin();
  auto state = positions_.lock(names_.follower);
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

FollowerCopy Life::follower_copy(const std::vector<std::string>& source_keys) {
  FollowerCopy copy;
  store_.begin();
  copy.state = positions_.lock(names_.follower);
  copy.parked = parked_.list(names_.follower);
  for (const auto& parked : copy.parked) {
    copy.queues.push_back(parked_.queued(parked, queued_events_max));
  }
  store_.rollback();
  copy.rows = rows(source_keys);
  return copy;
}

}  // namespace sim
