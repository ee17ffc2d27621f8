#include <tests/bench/reference_tables.hpp>

#include <stdexcept>

#include <adapters/sql/embedded_migrations.hpp>

namespace bench {
namespace {

std::string base32hex(std::uint64_t number, std::size_t digits) {
  std::string text(digits, '0');
  for (auto place = text.rbegin(); place != text.rend(); ++place, number >>= 5U) {
    *place = "0123456789abcdefghijklmnopqrstuv"[number & 31U];
  }
  return text;
}

// As ids made of UUIDv7 are: in the order of time.
std::string user_id(std::int64_t n) {
  return "usr_" + base32hex(0x19a5b2c3d, 10) + base32hex(static_cast<std::uint64_t>(n) * 97, 16);
}

std::string payload(std::string_view id, const NewUser& user) {
  std::string text;
  text.reserve(600);
  const auto add = [&text](std::string_view name, std::string_view value) {
    text.append(name).append(value).push_back('"');
  };
  add(R"({"after":{"id":")", id);
  add(R"(,"email":")", user.email);
  add(R"(,"display_name":")", user.display_name);
  add(R"(,"locale":")", user.locale);
  add(R"(,"time_zone":")", user.time_zone);
  text.append(R"(,"metadata":)").append(metadata_json);
  text += R"(,"status":"active","version":1,"created_at":"2026-11-20T11:00:00.000Z",)";
  return text += R"("updated_at":"2026-11-20T11:00:00.000Z"},"before":null})";
}

// The text of a member, where it is known to be a plain string.
std::string_view member(std::string_view json, std::string_view opening) {
  const auto begin = json.find(opening) + opening.size();
  return json.substr(begin, json.find('"', begin) - begin);
}

void migrate(Database& database, std::string_view module) {
  for (const auto& migration : sql::migrations_of(module)) {
    database.run(std::string{migration.text});
  }
}

std::int64_t first_bytes(std::string_view key_hex) {
  return static_cast<std::int64_t>(std::stoull(std::string{key_hex.substr(0, 16)}, nullptr, 16));
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

void UserTables::create(Database& database) {
  migrate(database, "sync");
  migrate(database, "user");
}

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
  const NewUser user = new_user(n);
  const auto key_start = first_bytes(user.idempotency_key);
  const auto seed = static_cast<std::uint64_t>(n);
  const std::int64_t one = 1;
  const std::int64_t none = 0;
  const std::int64_t at = 1'763'637'000'000 + n;
  const auto id = user_id(n);
  const auto event_id = hex(seed, 36);
  const auto request_id = base32hex(seed, 26);
  const auto traceparent = "00-" + hex(seed, 32) + "-" + hex(seed, 16) + "-01";

  if (seen_.with(key_start, user.idempotency_key).next()) throw std::runtime_error("a repeat");
  add_user_
      .with(id, user.email, user.email, user.display_name, user.locale, user.time_zone,
            metadata_json, "active", one, at, at)
      .run();
  const auto said = payload(id, user);
  add_event_
      .with(n, one, event_id, "user", id, one, none, "user.registered", one, at, said, request_id,
            event_id, none, traceparent)
      .run();
  add_idempotency_.with(key_start, user.idempotency_key, hex(seed, 32), "", "", one, n, at).run();
}

std::int64_t UserTables::last_offset() {
  last_offset_.next();
  const auto offset = last_offset_.integer(0);
  last_offset_.reset();
  return offset;
}

void BillingTables::create(Database& database) {
  migrate(database, "sync");
  migrate(database, "billing");
  database.run(
      "insert into follower_position values('billing-follows-user', 1, 0, '', '', '', 1, 0)");
}

BillingTables::BillingTables(Database& database)
    : put_(database.handle(),
           "insert into user_replica values(?,?,?,?,?) on conflict(user_id) do update set"
           "  version=excluded.version, email=excluded.email,"
           "  display_name=excluded.display_name, status=excluded.status"),
      position_(database.handle(),
                "select log_offset from follower_position where follower='billing-follows-user'"),
      move_(database.handle(),
            "update follower_position set log_offset=?2, chain=?3, roots=?3"
            "  where follower='billing-follows-user' and log_offset=?1") {}

void BillingTables::apply(std::string_view key, std::int64_t version, std::string_view payload) {
  put(key, version, member(payload, R"("email":")"), member(payload, R"("display_name":")"),
      member(payload, R"("status":")"));
}

void BillingTables::put(std::string_view key, std::int64_t version, std::string_view email,
                        std::string_view display_name, std::string_view status) {
  put_.with(key, version, email, display_name, status).run();
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
