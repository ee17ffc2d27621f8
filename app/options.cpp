#include <app/options.hpp>

#include <filesystem>

#include <app/database_url.hpp>

namespace app {

Databases databases_in(const std::string& data_dir) {
  const std::filesystem::path folder{data_dir};
  return {sql::Sqlite{(folder / "user.db").string()},
          sql::Sqlite{(folder / "billing.db").string()},
          sql::Sqlite{(folder / "insight.db").string()},
          sql::Sqlite{(folder / "webhook.db").string()},
          sql::Sqlite{(folder / "gateway.db").string()}};
}

Databases databases_of(const Settings& settings) {
  auto databases = databases_in(settings.data_dir);
  if (settings.database_url.empty()) return databases;
  const auto at = [&settings](const char* module) {
    return sql::Postgresql{.conninfo = conninfo_for(module, settings.database_url).text(),
                           .schema = module,
                           .timeout_ms = static_cast<int>(settings.database_timeout_ms)};
  };
  databases.user = at("user");
  databases.billing = at("billing");
  databases.insight = at("insight");
  databases.webhook = at("webhook");
  return databases;
}

std::string place_of(const Settings& settings) {
  const auto folder = "data folder " + settings.data_dir;
  if (settings.database_url.empty()) return folder;
  return folder + ", and PostgreSQL at " + settings.database_url;
}

namespace {

billing::BillingRules billing_rules(const Settings& settings) {
  billing::BillingRules rules;
  rules.number_prefix = settings.billing_number_prefix;
  rules.draft_for = std::chrono::minutes{settings.billing_draft_minutes};
  rules.due_after = std::chrono::days{settings.billing_due_days};
  using enum billing::OnDeactivation;
  const auto& said = settings.billing_on_deactivation;
  rules.on_deactivation = said == "cancel"                 ? cancel
                          : said == "cancel_at_period_end" ? cancel_at_period_end
                          : said == "nothing"              ? nothing
                                                           : pause;
  return rules;
}

}  // namespace

CoreOptions core_options(const Settings& settings, std::function<void(std::string)> broken) {
  LaneOptions lane;
  lane.limits.queue_commands_max = static_cast<std::size_t>(settings.lane_queue_commands_max);
  lane.limits.batch_commands_max = static_cast<std::size_t>(settings.lane_batch_commands_max);
  lane.write.keep_idempotency = std::chrono::hours{settings.idempotency_keep_hours};
  lane.feed.events_max = static_cast<std::size_t>(settings.follower_batch_events_max);
  lane.broken = std::move(broken);

  CoreOptions options;
  options.databases = databases_of(settings);
  options.lane = std::move(lane);
  options.billing_rules = billing_rules(settings);
  options.billing_run_every = std::chrono::seconds{settings.billing_run_every_seconds};
  options.billing_test_clock = settings.billing_test_clock;
  options.issuer = {settings.billing_issuer_name, settings.billing_issuer_address,
                    settings.billing_issuer_tax_id, settings.billing_issuer_footer};
  options.webhook_private_addresses = settings.webhook_allow_private_addresses;
  options.read_threads = static_cast<std::size_t>(settings.read_threads);
  return options;
}

}  // namespace app
