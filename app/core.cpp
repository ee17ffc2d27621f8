#include <app/core.hpp>

#include <app/logging.hpp>

namespace app {
namespace {

// Where a follower stands, as a witness of what its source once had.
std::vector<sync::Seen> witness(ModuleStore& store, const std::string& follower) {
  store.store.begin();
  const auto state = store.positions.lock(follower);
  store.store.rollback();
  if (!state) return {};
  return {{state->epoch, state->offset, state->chain}};
}

void check_epoch(ModuleLane& lane, const std::string& log, const sql::Location& at,
                 const std::vector<sync::Seen>& witnesses, Epochs& epochs) {
  LogAccess access{at};
  if (const auto next = lane.check_epoch(access.reader, witnesses)) {
    log_error("this log went back behind what a follower has seen: a new epoch begins",
              {{"log", log}, {"epoch", next->epoch}, {"offset", next->first_offset}});
  }
  epochs.insert_or_assign(log, access.reader.epochs());
}

}  // namespace

Core::Core(const CoreOptions& options)
    : user(machine(), options.databases.user, options.user),
      billing(machine(), options.databases.billing, options.billing),
      user_reads([at = options.databases.user] { return UserReads{at}; },
                 {options.read_threads, 1024}),
      billing_reads([at = options.databases.billing] { return BillingReads{at}; },
                    {options.read_threads, 1024}),
      databases_(options.databases) {
  subscribe(user, billing, databases_, bus);
}

void Core::start() {
  check_epoch(user.lane, user.store.log, databases_.user,
              witness(billing.store, "billing-follows-user"), epochs);
  check_epoch(billing.lane, billing.store.log, databases_.billing,
              witness(user.store, "user-follows-billing"), epochs);
  user.lane.start();
  billing.lane.start();
}

void Core::stop() {
  user.lane.stop();
  billing.lane.stop();
  user_reads.stop();
  billing_reads.stop();
  progress.stop();
}

}  // namespace app
