#include <app/core.hpp>

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

constexpr std::size_t reads_waiting_max = 1024;

}  // namespace

Core::Core(const CoreOptions& options)
    : user(machine(), options.databases.user, options.lane),
      billing(machine(), options.databases.billing, options.lane, options.billing_rules),
      insight(machine(), options.databases.insight, options.lane),
      webhook(machine(), options.databases.webhook, options.lane,
              {.plain_allowed = options.webhook_private_addresses}),
      billing_processes({billing, options.databases.billing, options.databases.gateway, clock, ids},
                        {options.billing_run_every, options.billing_test_clock}),
      webhook_processes({webhook, options.databases.webhook, clock, ids},
                        options.webhook_private_addresses),
      issuer(options.issuer),
      user_reads([at = options.databases.user] { return UserReads{at}; },
                 {options.read_threads, reads_waiting_max}),
      billing_reads([&at = options.databases] { return BillingReads{at.billing, at.gateway}; },
                    {options.read_threads, reads_waiting_max}),
      insight_reads([at = options.databases.insight] { return InsightReads{at}; },
                    {1, reads_waiting_max}),
      webhook_reads([at = options.databases.webhook] { return WebhookReads{at}; },
                    {1, reads_waiting_max}),
      databases_(options.databases) {
  subscribe(user, databases_, bus);
  subscribe(billing, databases_, bus);
  subscribe(insight, databases_, bus);
  subscribe(webhook, databases_, bus);
  board.on_move("webhook", [this] { webhook_processes.wake(); });
}

std::vector<RunningModule> Core::modules() {
  return {{"user", user.store, user.lane},
          {"billing", billing.store, billing.lane},
          {"insight", insight.store, insight.lane},
          {"webhook", webhook.store, webhook.lane}};
}

std::vector<sync::Seen> Core::witnesses_of(std::string_view source) {
  std::vector<sync::Seen> witnesses;
  for (const auto& following : who_follows_whom()) {
    if (following.source != source) continue;
    for (auto& module : modules()) {
      if (module.name != following.module) continue;
      if (const auto seen = witness(module.store, following.follower())) witnesses.push_back(*seen);
    }
  }
  return witnesses;
}

void Core::start() {
  for (const auto& [name, at] : databases_.each()) {
    for (auto& module : modules()) {
      if (module.name != name) continue;
      LogAccess access{at};
      if (const auto next = module.lane.check_epoch(access.reader, witnesses_of(name))) {
        log_error("this log went back behind what a follower has seen: a new epoch begins",
                  {{"log", module.store.log}, {"epoch", next->epoch},
                   {"offset", next->first_offset}});
      }
      epochs.insert_or_assign(module.store.log, access.reader.epochs());
    }
  }
  for (auto& module : modules()) module.lane.start();
}

void Core::stop() {
  billing_processes.stop();
  webhook_processes.stop();
  for (auto& module : modules()) module.lane.stop();
  user_reads.stop();
  billing_reads.stop();
  insight_reads.stop();
  webhook_reads.stop();
  progress.stop();
}

}  // namespace app
