#include <adapters/sql/sync/sql_parked_keys.hpp>

#include <adapters/sql/sync/event_row.hpp>

namespace sql {
namespace {

const Table parked_key{"parked_key",
                       {{"follower", 't'},
                        {"aggregate_type", 't'},
                        {"aggregate_key", 't'},
                        {"first_offset", 'n'},
                        {"applied_version", 'n'},
                        {"source_version", 'n'},
                        {"events", 'n'},
                        {"attempts", 'n'},
                        {"since", 'n'},
                        {"retry_at", 'n'},
                        {"reason", 't'},
                        {"discarded", 'n'}},
                       3};

const Table parked_event{"parked_event",
                         {{"follower", 't'},
                          {"aggregate_type", 't'},
                          {"aggregate_key", 't'},
                          {"log_offset", 'n'},
                          {"event_id", 't'},
                          {"version", 'n'},
                          {"removes", 'n'},
                          {"type", 't'},
                          {"schema_version", 'n'},
                          {"occurred_at", 'n'},
                          {"payload", 't'},
                          {"correlation_id", 't'},
                          {"causation_id", 't'},
                          {"causation_depth", 'n'},
                          {"traceparent", 't'}},
                         4};

constexpr std::string_view of_this_key =
    "WHERE follower = :follower AND aggregate_type = :type AND aggregate_key = :key";

sync::ParkedKey read_key(const Query& row, const std::string& follower) {
  return {.follower = follower,
          .aggregate_type = row.text(0),
          .key = row.text(1),
          .first_offset = static_cast<sync::Offset>(row.number(2)),
          .applied_version = row.number(3),
          .source_version = row.number(4),
          .events = static_cast<std::size_t>(row.number(5)),
          .attempts = static_cast<int>(row.number(6)),
          .since = shared::from_unix_ms(row.number(7)),
          .retry_at = shared::from_unix_ms(row.number(8)),
          .reason = row.text(9),
          .discarded = row.number(10) != 0};
}

}  // namespace

SqlParkedKeys::SqlParkedKeys(Session& session)
    : list_(session,
            "SELECT aggregate_type, aggregate_key, first_offset, applied_version, "
            "source_version, events, attempts, since, retry_at, reason, discarded "
            "FROM parked_key WHERE follower = :follower "
            "ORDER BY first_offset, aggregate_type, aggregate_key",
            "t", "ttnnnnnnntn"),
      save_(session, parked_key, Verb::upsert),
      queue_(session, parked_event, Verb::upsert),
      queued_(session,
              "SELECT log_offset, " + std::string(event_columns) + " FROM parked_event " +
                  std::string(of_this_key) + " ORDER BY log_offset LIMIT :events",
              "tttn", "n" + std::string(event_shape)),
      release_events_(session,
                      "DELETE FROM parked_event " + std::string(of_this_key) +
                          " AND log_offset <= :through",
                      "tttn"),
      release_key_(session, "DELETE FROM parked_key " + std::string(of_this_key), "ttt") {}

std::vector<sync::ParkedKey> SqlParkedKeys::list(const std::string& follower) {
  std::vector<sync::ParkedKey> keys;
  list_.with(follower).each([&] { keys.push_back(read_key(list_, follower)); });
  return keys;
}

void SqlParkedKeys::save(const sync::ParkedKey& parked) {
  save_.clear();
  save_.cell(parked.follower)
      .cell(parked.aggregate_type)
      .cell(parked.key)
      .cell(static_cast<std::int64_t>(parked.first_offset))
      .cell(parked.applied_version)
      .cell(parked.source_version)
      .cell(static_cast<std::int64_t>(parked.events))
      .cell(std::int64_t{parked.attempts})
      .cell(shared::to_unix_ms(parked.since))
      .cell(shared::to_unix_ms(parked.retry_at))
      .cell(parked.reason)
      .cell(std::int64_t{parked.discarded});
  save_.end_row();
  save_.finish();
}

void SqlParkedKeys::queue(const std::string& follower, const sync::Event& event) {
  queue_.clear();
  queue_.cell(follower)
      .cell(event.aggregate_type)
      .cell(event.key)
      .cell(static_cast<std::int64_t>(event.offset))
      .cell(shared::to_text(event.id))
      .cell(event.version);
  write_event_rest(queue_, event);
  queue_.end_row();
  queue_.finish();
}

std::vector<sync::Event> SqlParkedKeys::queued(const sync::ParkedKey& parked,
                                               std::size_t events_max) {
  std::vector<sync::Event> events;
  queued_.with(parked.follower, parked.aggregate_type, parked.key, events_max).each([&] {
    events.push_back(read_event(queued_, 1, static_cast<sync::Offset>(queued_.number(0))));
  });
  return events;
}

void SqlParkedKeys::release(const sync::ParkedKey& parked, sync::Offset through, bool whole) {
  release_events_.with(parked.follower, parked.aggregate_type, parked.key, through).run();
  if (whole) release_key_.with(parked.follower, parked.aggregate_type, parked.key).run();
}

}  // namespace sql
