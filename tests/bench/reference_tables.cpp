#include <tests/bench/reference_tables.hpp>

#include <stdexcept>

#include <adapters/sql/migrations.hpp>

#include <tests/bench/registration.hpp>

namespace bench {
namespace {

void migrate(const std::filesystem::path& file, std::string_view module) {
  sql::Session session{sql::Sqlite{.path = file.string()}, sql::Access::writer};
  sql::Migrator{session}.apply_all(module, {});
}

}  // namespace

void make_durable(Database& database) {
  // Pages that do not fit the cache spill into the WAL, even of a transaction that then vanishes.
  database.run(
      "pragma journal_mode=wal; pragma synchronous=full; pragma cache_size=-2000;"
      "begin; create table grow(filler); with recursive counted(n) as "
      "(select 1 union all select n + 1 from counted where n < " +
      std::to_string(checkpoint_pages / 256 + 2) +
      ") insert into grow select zeroblob(1048576) from counted; rollback;"
      "pragma cache_size=-" + std::to_string(cache_kib) + "; pragma wal_autocheckpoint=" +
      std::to_string(checkpoint_pages));
}

Transactions::Transactions(Database& database)
    : begin_(database.handle(), "begin immediate"), commit_(database.handle(), "commit") {}

void UserTables::create(const std::filesystem::path& file) { migrate(file, "user"); }

UserTables::UserTables(Database& database)
    : seen_(database.handle(),
            "select log_offset from idempotency_record where key_prefix=? and key_hash=?"),
      add_user_(database.handle(), "insert into app_user values(?,?,?,?,?,?,?,?,?,?,?)"),
      add_event_(database.handle(),
                 "insert into event_log values(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,null,null)"),
      add_idempotency_(database.handle(),
                       "insert into idempotency_record values(null,?,?,?,?,?,?,?,?)"),
      last_offset_(database.handle(), "select max(log_offset) from event_log") {}

void UserTables::register_user(std::int64_t n) {
  const auto [user, key_prefix, fingerprint, id, event_id, request_id, traceparent, payload, at] =
      registration(n);
  const std::int64_t one = 1;
  const std::int64_t none = 0;

  if (seen_.with(key_prefix, user.idempotency_key).next()) throw std::runtime_error("a repeat");
  add_user_
      .with(id, user.email, user.email, user.display_name, user.locale, user.time_zone,
            metadata_json, "active", one, at, at)
      .run();
  add_event_
      .with(n, one, event_id, "user", id, one, none, "user.registered", one, at, payload,
            request_id, event_id, none, traceparent)
      .run();
  add_idempotency_
      .with(key_prefix, user.idempotency_key, fingerprint, "", "", one, n, at)
      .run();
}

std::int64_t UserTables::last_offset() {
  last_offset_.next();
  const auto offset = last_offset_.integer(0);
  last_offset_.reset();
  return offset;
}

void BillingTables::create(const std::filesystem::path& file) {
  migrate(file, "billing");
  Database{file}.run(
      "insert into follower_position values('billing-follows-user', 1, 0, '', '', '', 1, 0)");
}

BillingTables::BillingTables(Database& database)
    : put_(database.handle(),
           "insert into user_replica (user_id, version, email, display_name, time_zone, status)"
           "  values(?,?,?,?,?,?) on conflict(user_id) do update set"
           "  version=excluded.version, email=excluded.email,"
           "  display_name=excluded.display_name, time_zone=excluded.time_zone,"
           "  status=excluded.status"),
      position_(database.handle(),
                "select log_offset from follower_position where follower='billing-follows-user'"),
      move_(database.handle(),
            "update follower_position set log_offset=?2, chain=?3, roots=?3"
            "  where follower='billing-follows-user' and log_offset=?1") {}

void BillingTables::apply(std::string_view key, std::int64_t version, std::string_view payload) {
  const auto user = replicated(payload);
  put_.with(key, version, user.email, user.display_name, user.time_zone, user.status).run();
}

std::int64_t BillingTables::position() {
  position_.next();
  const auto offset = position_.integer(0);
  position_.reset();
  return offset;
}

void BillingTables::move(std::int64_t from, std::int64_t to) {
  if (move_.with(from, to, hex(static_cast<std::uint64_t>(to), 64)).run() != 1) {
    throw std::runtime_error("the position was moved by somebody else");
  }
}

}  // namespace bench
