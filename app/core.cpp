#include <app/core.hpp>

#include <algorithm>
#include <future>

#include <adapters/bus/sync/remote_log.hpp>
#include <adapters/bus/sync/remote_states.hpp>
#include <adapters/bus/sync/witnesses.hpp>
#include <app/late_delivery.hpp>
#include <app/logging.hpp>
#include <sync/application/sync_errors.hpp>

namespace app {
namespace {

// How long a start waits for followers elsewhere to say what they have seen.
constexpr std::chrono::milliseconds witnesses_within{2'000};

// How long a check waits for a page of state from elsewhere.
constexpr std::chrono::milliseconds states_within{5'000};

}  // namespace

Core::Core(CoreOptions options)
    : options_(std::move(options)),
      network_(options_.network.value_or(Network{nobody_elsewhere_, nobody_elsewhere_})),
      billing_time_("billing", network_.requests, clock),
      checks_({clock, ids, digest,
               [this] {
                 std::vector<std::string> names;
                 for (const auto& one : copying()) names.push_back(one.follower());
                 return names;
               },
               [this](const std::string& follower) { return open_check(follower); },
               [this](const std::string& follower, sync::Reweighed weighed) {
                 return reweigh(follower, std::move(weighed));
               }}) {
  const Surroundings around{{clock, ids, digest, bus, board}, board, progress, epochs,
                            options_.settings, options_.databases, options_.lane,
                            [this](const std::string& log, ProgressGate::Told told) {
                              ask_log(log, std::move(told));
                            },
                            [this](const std::string& module) {
                              if (auto* const part = find(module)) part->lane().hurry();
                            }};
  for (const auto& kind : module_kinds()) {
    if (options_.databases.has(kind.name)) parts_.push_back(kind.make(around));
  }
  for (const auto& part : parts_) subscribe(*part);
}

Part* Core::find(std::string_view module) const {
  for (const auto& part : parts_) {
    if (part->name() == module) return part.get();
  }
  return nullptr;
}

void Core::subscribe(Part& part) {
  for (const auto& following : who_follows_whom()) {
    if (following.module != part.name()) continue;
    auto hears = part.hears(following.source);
    assert(!hears.empty());
    part.lane().follow(following.follower(), source_of(following, part.lane()), std::move(hears));
  }
}

// Where a follower's events come from: a module of this process, or one that runs elsewhere.
ModuleLane::Source Core::source_of(const Following& following, ModuleLane& lane) {
  const auto log = following.log();
  const auto wake = [&lane] { lane.wake(); };
  if (find(following.source) == nullptr) {
    return {log,
            std::make_unique<bus::RemoteLog>(network_.requests, following.source, digest, wake),
            delivery_of(following, wake)};
  }
  return {log, std::make_unique<LocalLog>(log, options_.databases.of(following.source)),
          bus.subscribe(log, wake)};
}

// From elsewhere: begun by the first instance of the module that leads, where it then stands.
std::unique_ptr<sync::Delivery> Core::delivery_of(const Following& following,
                                                  std::function<void()> wake) {
  if (!network_.deliver) return bus.subscribe(following.log(), std::move(wake));
  return std::make_unique<LateDelivery>([this, following, wake = std::move(wake)] {
    sql::Session session{options_.databases.of(following.module), sql::Access::reader};
    const auto state = sql::SqlFollowerPositions{session}.find(following.follower());
    return network_.deliver(following.log(), state ? state->offset : 0, wake);
  });
}

// What the followers of a module of this process have seen of that log.
std::vector<sync::Seen> Core::seen_by(const std::string& module, std::string_view log) const {
  sql::Session session{options_.databases.of(module), sql::Access::reader};
  sql::SqlFollowerPositions positions{session};
  std::vector<sync::Seen> all;
  for (const auto& following : who_follows_whom()) {
    if (following.module != module || following.log() != log) continue;
    const auto state = positions.find(following.follower());
    if (state) all.push_back({state->epoch, state->offset, state->chain});
  }
  return all;
}

// Of all who follow it; those that run elsewhere, where they can be reached.
std::vector<sync::Seen> Core::witnesses_of(const std::string& source) {
  std::vector<sync::Seen> witnesses;
  std::vector<std::string> elsewhere;
  const auto log = source + "/0";
  for (const auto& following : who_follows_whom()) {
    if (following.source != source) continue;
    if (find(following.module) == nullptr) {
      elsewhere.push_back(following.module);
    } else {
      std::ranges::copy(seen_by(following.module, log), std::back_inserter(witnesses));
    }
  }
  auto heard =
      bus::ask_witnesses(network_.requests, elsewhere, log, digest, witnesses_within);
  for (const auto& silent : heard.silent) {
    log_info("this follower cannot be asked what it has seen; whether the log went back is judged "
             "without it",
             {{"log", log}, {"follower", silent + "-follows-" + source}});
  }
  std::ranges::move(heard.seen, std::back_inserter(witnesses));
  return witnesses;
}

// Its reads must go on until nobody is served.
void Core::serve(Part& part) {
  auto read = [&part](std::move_only_function<void(bus::LogAnswers::Views)> task) {
    return part.read_log(
        [task = std::move(task)](http::LogViews views) mutable {
          task({views.log, views.states});
        });
  };
  auto look_up = [this, &part](std::string log, auto say) {
    return part.read_log([this, &part, log = std::move(log),
                          say = std::move(say)](http::LogViews) mutable {
      try {
        say(seen_by(part.name(), log));
      } catch (const sync::StoreFailure& failure) {
        log_warn("who asks what this module has seen is not answered",
                 {{"module", part.name()}, {"error", failure.what()}});
      }
    });
  };
  auto& services = network_.services;
  served_.push_back({{services, part.name(), std::move(read), digest},
                     bus::serve_witnesses(services, part.name(), std::move(look_up), digest),
                     nullptr});
  if (!part.now()) return;
  served_.back().time = serve_time(services, part.name(), clock, [&part] { return *part.now(); });
}

// The log tells more than this process has heard of it where another instance writes it.
void Core::ask_log(const std::string& log, ProgressGate::Told told) {
  auto* const part = find(log.substr(0, log.find('/')));
  if (part == nullptr) return told(false);
  const auto then = std::make_shared<ProgressGate::Told>(std::move(told));
  const bool taken = part->read_log([this, log, then](http::LogViews views) {
    bool could = true;
    try {
      epochs.put(log, views.log.epochs());
      board.log_moved(log, views.log.head());
    } catch (const sync::StoreFailure&) {
      could = false;
    }
    (*then)(could);
  });
  if (!taken) (*then)(false);
}

std::vector<Following> Core::copying() const {
  auto all = who_follows_whom();
  std::erase_if(all, [this](const Following& one) {
    auto* const part = find(one.module);
    return part == nullptr || part->copies(one.source).empty();
  });
  return all;
}

ReplicaChecks::Opened Core::open_check(const std::string& follower) {
  const auto all = copying();
  const auto& following = *std::ranges::find(all, follower, &Following::follower);
  auto& part = *find(following.module);
  auto* const source = find(following.source);
  ReplicaChecks::Opened opened;
  opened.replica = part.open_copies(follower, following.source);
  if (source != nullptr) {
    opened.source = source->open_states();
  } else {
    opened.source = std::make_unique<bus::RemoteStates>(network_.requests, following.source, digest,
                                                        states_within);
  }
  for (auto& copy : part.copies(following.source)) {
    opened.copied.push_back({copy.table.aggregate_type, std::move(copy.kept_of)});
  }
  return opened;
}

// Waits: the lane answers every command.
std::optional<shared::Error> Core::reweigh(const std::string& name, sync::Reweighed weighed) {
  auto& lane = find(name.substr(0, name.find('-')))->lane();
  const auto outcome = std::make_shared<std::promise<std::optional<shared::Error>>>();
  auto answer = outcome->get_future();
  sync::Command command;
  command.origin = {ids.next(), clock.now(), "reweigh", ""};
  command.want = [] {};
  command.decide = [&lane, name, weighed = std::move(weighed)]() -> shared::Result<std::string> {
    auto* const follower = lane.follower(name);
    if (follower == nullptr) return shared::refuse(sync::errors::keeps_no_copy(name));
    const auto done = follower->reweigh(weighed);
    if (!done) return shared::refuse(done.error());
    return "{}";
  };
  command.answer = [outcome](sync::Outcome ended) { outcome->set_value(ended.refusal); };
  lane.queue().submit(std::move(command));
  return answer.get();
}

void Core::start() {
  for (const auto& part : parts_) serve(*part);
  for (const auto& part : parts_) {
    const auto witnesses = witnesses_of(part->name());
    LogAccess access{options_.databases.of(part->name())};
    const auto& log = part->store().log;
    if (const auto next = part->lane().check_epoch(access.reader, witnesses)) {
      log_error("this log went back behind what a follower has seen: a new epoch begins",
                {{"log", log}, {"epoch", next->epoch}, {"offset", next->first_offset}});
    }
    epochs.put(log, access.reader.epochs());
  }
  for (const auto& part : parts_) part->lane().start();
}

void Core::start_processes() {
  for (const auto& part : parts_) part->start_processes();
}

void Core::stop() {
  checks_.stop();
  served_.clear();
  for (const auto& part : parts_) part->stop_processes();
  for (const auto& part : parts_) part->lane().stop();
  for (const auto& part : parts_) part->stop_reads();
  progress.stop();
}

shared::Instant Core::billing_now() {
  auto* const billing = find("billing");
  return billing == nullptr ? billing_time_.now() : billing->now().value();
}

}  // namespace app
