#include <tests/bench/postgres_reference.hpp>

#include <deque>
#include <stdexcept>
#include <thread>
#include <vector>

#include <adapters/sql/migrations.hpp>
#include <tests/bench/registration.hpp>

namespace bench {
namespace {

const std::string user_columns =
    "id, email, email_normal, display_name, locale, time_zone, metadata, status, version, "
    "created_at, updated_at";
const std::string idempotency_columns =
    "key_prefix, key_hash, fingerprint, outcome, reply, epoch, log_offset, recorded_at";
constexpr std::int64_t one = 1;
constexpr std::int64_t none = 0;

void make_schema(const std::string& conninfo, const std::string& schema, const char* module) {
  PgConnection{conninfo, schema}.run("DROP SCHEMA IF EXISTS " + schema + " CASCADE");
  sql::Session session{sql::Postgresql{.conninfo = conninfo, .schema = schema},
                       sql::Access::writer};
  sql::Migrator{session}.apply_all(module, {});
}

// Both rows in one statement, which is a transaction: one round trip and one flush a user.
class Registrar {
 public:
  explicit Registrar(const std::string& conninfo)
      : connection_(conninfo, PostgresReference::user_schema),
        register_(connection_, "register",
                  "WITH registered AS (INSERT INTO app_user (" + user_columns +
                      ") VALUES ($1, $2, $2, $3, $4, $5, $6, 'active', 1, $7, $7)) "
                      "INSERT INTO idempotency_record (" +
                      idempotency_columns + ") VALUES ($8, $9, $10, '', '', 1, $11, $7)") {}

  void operator()(std::int64_t n) {
    const auto made = registration(n);
    register_.run({made.id, made.user.email, made.user.display_name, made.user.locale,
                   made.user.time_zone, std::string{metadata_json}, std::to_string(made.at),
                   std::to_string(made.key_prefix), made.user.idempotency_key, made.fingerprint,
                   std::to_string(n)});
  }

 private:
  PgConnection connection_;
  PgStatement register_;
};

}  // namespace

PostgresReference::PostgresReference(const std::string& conninfo)
    : conninfo_(conninfo),
      source_(conninfo, user_schema),
      reader_(conninfo, user_schema),
      replica_(conninfo, billing_schema),
      begin_(source_, "begin", "BEGIN"),
      commit_(source_, "commit", "COMMIT"),
      seen_(source_, "seen", "n",
            "SELECT log_offset FROM idempotency_record JOIN ",
            " AS given(key_prefix) USING (key_prefix)"),
      users_(source_, "users", "ttttttttnnn",
             "INSERT INTO app_user (" + user_columns + ") SELECT * FROM "),
      events_(source_, "events", "nnttt" "nntnn" "tttnt",
              "INSERT INTO event_log (log_offset, epoch, event_id, aggregate_type, aggregate_key, "
              "version, removes, type, schema_version, occurred_at, payload, correlation_id, "
              "causation_id, causation_depth, traceparent) SELECT * FROM "),
      idempotency_(source_, "idempotency", "nttttnnn",
                   "INSERT INTO idempotency_record (" + idempotency_columns + ") SELECT * FROM "),
      read_(reader_, "read",
            "SELECT log_offset, aggregate_key, version, payload, event_id, type, aggregate_type, "
            "removes, schema_version, occurred_at, correlation_id, causation_id, causation_depth, "
            "traceparent FROM event_log WHERE log_offset > $1 ORDER BY log_offset LIMIT $2"),
      begin_replica_(replica_, "begin", "BEGIN"),
      commit_replica_(replica_, "commit", "COMMIT"),
      put_(replica_, "put", "tntttt",
           "INSERT INTO user_replica (user_id, version, email, display_name, time_zone, status) "
           "SELECT * FROM ",
           " ON CONFLICT (user_id) DO UPDATE SET version = excluded.version, "
           "email = excluded.email, display_name = excluded.display_name, "
           "time_zone = excluded.time_zone, status = excluded.status"),
      move_(replica_, "move",
            "UPDATE follower_position SET log_offset = $2, chain = $3, roots = $3 "
            "WHERE follower = 'billing-follows-user' AND log_offset = $1") {}

void PostgresReference::make(const std::string& conninfo) {
  make_schema(conninfo, user_schema, "user");
  make_schema(conninfo, billing_schema, "billing");
  PgConnection{conninfo, billing_schema}.run(
      "INSERT INTO follower_position VALUES ('billing-follows-user', 1, 0, '', '', '', 1, 0)");
}

void PostgresReference::register_user(std::int64_t n) {
  const auto made = registration(n);
  const auto& user = made.user;
  seen_.add(made.key_prefix);
  users_.add(made.id, user.email, user.email, user.display_name, user.locale, user.time_zone,
             metadata_json, std::string_view{"active"}, one, made.at, made.at);
  events_.add(n, one, made.event_id, std::string_view{"user"}, made.id, one, none,
              std::string_view{"user.registered"}, one, made.at, made.payload, made.request_id,
              made.event_id, none, made.traceparent);
  idempotency_.add(made.key_prefix, user.idempotency_key, made.fingerprint, std::string_view{},
                   std::string_view{}, one, n, made.at);
}

void PostgresReference::commit() {
  if (seen_.flush().rows() != 0) throw std::runtime_error("a repeat");
  users_.flush();
  idempotency_.flush();
  events_.flush();
  commit_.run();
}

std::int64_t PostgresReference::last_offset() {
  return source_.run("SELECT coalesce(max(log_offset), 0) FROM event_log").number(0, 0);
}

std::int64_t PostgresReference::position() {
  return replica_.run("SELECT log_offset FROM follower_position").number(0, 0);
}

std::int64_t PostgresReference::apply_behind(std::int64_t position) {
  const auto events = read_.run({std::to_string(position), std::to_string(applied_max)});
  if (events.rows() == 0) return position;
  const auto last = events.number(events.rows() - 1, 0);
  for (int i = 0; i < events.rows(); ++i) {
    const auto user = replicated(events.text(i, 3));
    put_.add(events.text(i, 1), events.number(i, 2), user.email, user.display_name,
             user.time_zone, user.status);
  }
  begin_replica_.run();
  put_.flush();
  const auto moved =
      move_.run({std::to_string(position), std::to_string(last),
                 hex(static_cast<std::uint64_t>(last), 64)});
  if (moved.changed() != 1) throw std::runtime_error("the position was moved by somebody else");
  commit_replica_.run();
  return last;
}

Run PostgresReference::write(std::int64_t events, std::int64_t connections) {
  std::deque<Registrar> registrars;
  for (std::int64_t i = 0; i < connections; ++i) registrars.emplace_back(conninfo_);
  Run run;
  const auto from = last_offset();
  const double cpu_before = process_seconds();
  const double began = now_seconds();
  {
    std::vector<std::jthread> threads;
    for (std::int64_t i = 0; i < connections; ++i) {
      threads.emplace_back([&, i] {
        for (auto n = i + 1; n <= events; n += connections) {
          registrars[static_cast<std::size_t>(i)](from + n);
        }
      });
    }
  }
  run.events = events;
  run.seconds = now_seconds() - began;
  run.cpu_seconds = process_seconds() - cpu_before;
  return run;
}

}  // namespace bench
