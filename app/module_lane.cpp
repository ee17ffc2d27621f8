#include <app/module_lane.hpp>

#include <algorithm>
#include <utility>

namespace app {
namespace {

std::vector<sync::WorkingTable*> with_core(std::vector<sync::WorkingTable*> tables,
                                           ModuleStore& store) {
  tables.push_back(&store.idempotency);
  return tables;
}

// A batch that waits for its verdict is asked about this often.
constexpr std::chrono::milliseconds settle_every{50};

}  // namespace

ModuleLane::ModuleLane(const Machine& machine, ModuleStore& store,
                       std::vector<sync::WorkingTable*> tables, LaneOptions options)
    : machine_(machine),
      store_(store),
      options_(std::move(options)),
      unit_({store.log, store.store, store.events, with_core(std::move(tables), store),
             machine.digest, machine.ids, machine.bus, machine.observer}),
      lane_(unit_, store.events, store.store, store.idempotency, machine.clock, options_.write),
      thread_({[this](std::vector<sync::Command> commands) { run_batch(std::move(commands)); },
               [this] { return step(); },
               [this](const std::string& reason) {
                 broken_ = true;
                 if (options_.broken) options_.broken(reason);
               }},
              options_.limits) {}

// What is delivered wakes the thread, for as long as it is delivered.
ModuleLane::~ModuleLane() {
  stop();
  following_.clear();
}

void ModuleLane::follow(const std::string& name, Source source,
                        std::vector<sync::Followed> followed) {
  Following following;
  following.source = std::move(source);
  const auto log = following.source.log;
  sync::CommitFeed feed{log,
                        *following.source.asked,
                        *following.source.delivery,
                        machine_.clock,
                        machine_.digest,
                        options_.feed};
  following.follower = std::make_unique<sync::Follower>(
      sync::Follower::Parts{name, log, unit_, store_.positions, store_.parked, std::move(followed),
                            machine_.clock, machine_.digest, machine_.observer},
      std::move(feed), options_.follower);
  following_.push_back(std::move(following));
  // Known from now on, so that who waits for it waits.
  sync::FollowerStatus status;
  status.follower = name;
  status.source = log;
  machine_.observer.follower_moved(status);
}

std::optional<sync::EpochStart> ModuleLane::check_epoch(sync::LogReader& reader,
                                                        std::span<const sync::Seen> witnesses) {
  auto next = sync::next_epoch(reader, witnesses);
  if (next) {
    store_.store.begin();
    next = sync::next_epoch(reader, witnesses);  // another instance may have been faster
    if (next) store_.events.raise_epoch(*next);
    store_.store.commit();
  }
  machine_.observer.log_moved(store_.log, reader.head());
  return next;
}

void ModuleLane::start() {
  if (std::holds_alternative<sql::Postgresql>(store_.at)) {
    std::vector<StoreWatch::Watched> followers;
    for (const auto& following : following_) {
      followers.push_back({following.follower->name(), following.source.log});
    }
    watch_ = std::make_unique<StoreWatch>(StoreWatch::Parts{store_.at, store_.log,
                                                            std::move(followers), machine_.observer,
                                                            [this] { thread_.wake(); }});
    watch_->start();
  }
  thread_.start();
}

// The lead is given up last: who takes it finds the followers closed in order.
void ModuleLane::stop() {
  thread_.stop();
  lane_.close();
  if (!std::exchange(stopped_, true) && !broken_) close_followers();
  if (watch_) watch_->stop();
}

void ModuleLane::close_followers() {
  for (auto& following : following_) {
    try {
      following.follower->close();
    } catch (const std::exception&) {
      // The next start then suspects the last batch: slower, and still right.
      store_.store.rollback();
    }
  }
}

sync::Follower* ModuleLane::follower(const std::string& name) {
  for (auto& following : following_) {
    if (following.follower->name() == name) return following.follower.get();
  }
  return nullptr;
}

void ModuleLane::run_batch(std::vector<sync::Command> commands) {
  const auto count = commands.size();
  const auto begin = std::chrono::steady_clock::now();
  lane_.run(std::move(commands));
  if (options_.measured) options_.measured(count, std::chrono::steady_clock::now() - begin);
}

std::optional<std::chrono::milliseconds> ModuleLane::step() {
  if (!lane_.settle()) return settle_every;
  std::optional<std::chrono::milliseconds> soonest;
  if (!follows_now()) return soonest;
  for (auto& following : following_) {
    const auto wait = following.follower->step();
    soonest = std::min(soonest.value_or(wait), wait);
  }
  follows_ = true;
  return soonest;
}

bool ModuleLane::follows_now() {
  const bool leads = this->leads();
  const bool led = std::exchange(followed_, leads);
  if (!leads) follows_ = false;
  for (auto& [source, follower] : following_) {
    if (led && !leads) follower->resign();
    if (leads && watch_ && watch_->revision(follower->name()) > follower->revision()) {
      follower->look_again();
    }
  }
  return leads;
}

}  // namespace app
