#include <app/options.hpp>

#include <algorithm>
#include <filesystem>

#include <app/database_url.hpp>
#include <app/module_choice.hpp>

namespace app {

Databases databases_in(const std::string& data_dir) {
  const std::filesystem::path folder{data_dir};
  const auto file = [&folder](std::string_view name) {
    return sql::Sqlite{(folder / (std::string{name} + ".db")).string()};
  };
  Databases databases;
  for (const auto& kind : module_kinds()) {
    databases.modules.emplace_back(kind.name, file(kind.name));
  }
  databases.gateway = file("gateway");
  return databases;
}

Databases databases_of(const Settings& settings) {
  auto databases = databases_in(settings.data_dir);
  const auto& book = settings.billing_gateway_file;
  if (!book.empty()) databases.gateway = sql::Sqlite{book};
  const auto chosen = chosen_modules(settings.serve_modules);
  std::erase_if(databases.modules, [&](const auto& module) {
    return std::ranges::find(chosen, module.first) == chosen.end();
  });
  if (settings.database_url.empty()) return databases;
  for (auto& [module, at] : databases.modules) {
    at = sql::Postgresql{.conninfo = conninfo_for(module, settings.database_url).text(),
                         .schema = module,
                         .timeout_ms = static_cast<int>(settings.database_timeout_ms)};
  }
  return databases;
}

std::string place_of(const Settings& settings) {
  const auto folder = "data folder " + settings.data_dir;
  if (settings.database_url.empty()) return folder;
  return folder + ", and PostgreSQL at " + settings.database_url;
}

CoreOptions core_options(const Settings& settings, std::function<void(std::string)> broken) {
  LaneOptions lane;
  lane.limits.queue_commands_max = static_cast<std::size_t>(settings.lane_queue_commands_max);
  lane.limits.batch_commands_max = static_cast<std::size_t>(settings.lane_batch_commands_max);
  lane.write.keep_idempotency = std::chrono::hours{settings.idempotency_keep_hours};
  lane.feed.events_max = static_cast<std::size_t>(settings.follower_batch_events_max);
  lane.broken = std::move(broken);

  return {settings, databases_of(settings), std::move(lane)};
}

}  // namespace app
