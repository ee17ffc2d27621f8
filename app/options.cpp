#include <app/options.hpp>

#include <filesystem>

namespace app {

Databases databases_in(const std::string& data_dir) {
  const std::filesystem::path folder{data_dir};
  return {sql::Sqlite{(folder / "user.db").string()},
          sql::Sqlite{(folder / "billing.db").string()},
          sql::Sqlite{(folder / "insight.db").string()}};
}

CoreOptions core_options(const Settings& settings, std::function<void(std::string)> broken) {
  LaneOptions lane;
  lane.limits.queue_commands_max = static_cast<std::size_t>(settings.lane_queue_commands_max);
  lane.limits.batch_commands_max = static_cast<std::size_t>(settings.lane_batch_commands_max);
  lane.write.keep_idempotency = std::chrono::hours{settings.idempotency_keep_hours};
  lane.feed.events_max = static_cast<std::size_t>(settings.follower_batch_events_max);
  lane.broken = std::move(broken);

  CoreOptions options;
  options.databases = databases_in(settings.data_dir);
  options.lane = std::move(lane);
  options.read_threads = static_cast<std::size_t>(settings.read_threads);
  return options;
}

}  // namespace app
