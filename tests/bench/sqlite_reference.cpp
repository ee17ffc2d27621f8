#include <tests/bench/sqlite_reference.hpp>

namespace bench {
namespace {

void open_for_seeding(Database& database) {
  database.run(
      "pragma page_size=4096; pragma journal_mode=off; pragma synchronous=off;"
      "pragma cache_size=-1000000; begin");
}

// As a server has it, before a statement is prepared on it.
Database& durable(Database& database) {
  make_durable(database);
  return database;
}

}  // namespace

SqliteReference::SqliteReference(const std::filesystem::path& folder)
    : source_(folder / user_file),
      reader_(folder / user_file),
      replica_(folder / billing_file),
      on_source_(durable(source_)),
      on_replica_(durable(replica_)),
      users_(source_),
      billing_(replica_),
      read_(reader_.handle(),
            "select log_offset, aggregate_key, version, payload, event_id, type, aggregate_type,"
            "  removes, schema_version, occurred_at, correlation_id, causation_id,"
            "  causation_depth, traceparent from event_log"
            "  where log_offset > ? order by log_offset limit ?") {}

void SqliteReference::seed(const std::filesystem::path& folder, std::int64_t users) {
  std::filesystem::create_directories(folder);
  UserTables::create(folder / user_file);
  BillingTables::create(folder / billing_file);
  Database source{folder / user_file};
  Database replica{folder / billing_file};
  open_for_seeding(source);
  open_for_seeding(replica);
  {
    UserTables tables{source};
    for (std::int64_t n = 1; n <= users; ++n) tables.register_user(n);
  }
  source.run("commit");
  Statement events{source.handle(),
                   "select aggregate_key, version, payload from event_log order by log_offset"};
  BillingTables tables{replica};
  while (events.next()) tables.apply(events.text(0), events.integer(1), events.text(2));
  tables.move(0, users);
  replica.run("commit");
}

std::int64_t SqliteReference::apply_behind(std::int64_t position) {
  const auto from = position;
  on_replica_.begin();
  read_.with(from, applied_max);
  while (read_.next()) {
    position = read_.integer(0);
    billing_.apply(read_.text(1), read_.integer(2), read_.text(3));
  }
  billing_.move(from, position);
  on_replica_.commit();
  return position;
}

}  // namespace bench
