#include <app/core.hpp>

#include <app/billing_part.hpp>
#include <app/logging.hpp>

namespace app {
namespace {

// Where a follower stands, as a witness of what its source once had.
std::optional<sync::Seen> witness(ModuleStore& store, const std::string& follower) {
  store.store.begin();
  const auto state = store.positions.lock(follower);
  store.store.rollback();
  if (!state) return std::nullopt;
  return sync::Seen{state->epoch, state->offset, state->chain};
}

}  // namespace

Core::Core(CoreOptions options) : options_(std::move(options)) {
  const Surroundings around{{clock, ids, digest, bus, board}, board, progress, epochs,
                            options_.settings, options_.databases, options_.lane};
  for (const auto& kind : module_kinds()) parts_.push_back(kind.make(around));
  for (const auto& part : parts_) subscribe(*part);
}

Part* Core::find(std::string_view module) const {
  for (const auto& part : parts_) {
    if (part->name() == module) return part.get();
  }
  return nullptr;
}

void Core::subscribe(Part& part) {
  auto& lane = part.lane();
  for (const auto& following : who_follows_whom()) {
    if (following.module != part.name()) continue;
    const auto log = following.log();
    auto hears = part.hears(following.source);
    assert(!hears.empty());
    lane.follow(following.follower(),
                {log, std::make_unique<LocalLog>(log, options_.databases.of(following.source)),
                 bus.subscribe(log, [&lane] { lane.wake(); })},
                std::move(hears));
  }
}

std::vector<sync::Seen> Core::witnesses_of(std::string_view source) const {
  std::vector<sync::Seen> witnesses;
  for (const auto& following : who_follows_whom()) {
    auto* const part = following.source == source ? find(following.module) : nullptr;
    if (part == nullptr) continue;
    if (const auto seen = witness(part->store(), following.follower())) witnesses.push_back(*seen);
  }
  return witnesses;
}

void Core::start() {
  for (const auto& part : parts_) {
    LogAccess access{options_.databases.of(part->name())};
    const auto& log = part->store().log;
    if (const auto next = part->lane().check_epoch(access.reader, witnesses_of(part->name()))) {
      log_error("this log went back behind what a follower has seen: a new epoch begins",
                {{"log", log}, {"epoch", next->epoch}, {"offset", next->first_offset}});
    }
    epochs.insert_or_assign(log, access.reader.epochs());
  }
  for (const auto& part : parts_) part->lane().start();
}

void Core::start_processes() {
  for (const auto& part : parts_) part->start_processes();
}

void Core::stop() {
  for (const auto& part : parts_) part->stop_processes();
  for (const auto& part : parts_) part->lane().stop();
  for (const auto& part : parts_) part->stop_reads();
  progress.stop();
}

shared::Instant Core::billing_now() const { return the<BillingPart>().processes.billing_now(); }

}  // namespace app
