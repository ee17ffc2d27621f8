#include <adapters/sql/sync/store_checks.hpp>

#include <algorithm>

#include <adapters/sql/query.hpp>

namespace sql {
namespace {

const std::string named_max = "10";

// What a follower of several instances notes while it tries an event waits for nobody.
constexpr std::string_view not_a_try = "NOT LIKE '%/trying'";

// One row for each event that waits alone, and for each key that counts otherwise.
std::string parked_apart_sql() {
  const std::string of_key =
      "k.follower = e.follower AND k.aggregate_type = e.aggregate_type "
      "AND k.aggregate_key = e.aggregate_key";
  return "SELECT follower, aggregate_key, says, waits FROM ("
         "SELECT e.follower, e.aggregate_key, -1 AS says, count(*) AS waits "
         "FROM parked_event AS e WHERE NOT EXISTS (SELECT 1 FROM parked_key AS k WHERE " +
         of_key +
         ") GROUP BY e.follower, e.aggregate_type, e.aggregate_key "
         "UNION ALL SELECT k.follower, k.aggregate_key, k.events, "
         "(SELECT count(*) FROM parked_event AS e WHERE " +
         of_key + ") FROM parked_key AS k WHERE k.follower " + std::string(not_a_try) +
         ") AS found WHERE says <> waits ORDER BY 1, 2 LIMIT " + named_max;
}

constexpr const char* rights_sql =
    "SELECT t.name, p.privilege FROM "
    "(VALUES ('event_log'), ('log_epoch'), ('ledger_entry'), ('ledger_posting'), "
    "('schema_migration')) AS t(name), (VALUES ('UPDATE'), ('DELETE'), ('TRUNCATE')) "
    "AS p(privilege) WHERE to_regclass(t.name) IS NOT NULL "
    "AND has_table_privilege(to_regclass(t.name), p.privilege) ORDER BY 1, 2";

}  // namespace

std::vector<std::string> damage_of(Session& session, bool deep) {
  std::vector<std::string> lines;
  if (session.dialect() != Dialect::sqlite) return lines;
  const std::string pragma = deep ? "PRAGMA integrity_check(" : "PRAGMA quick_check(";
  Query check{session, pragma + named_max + ")", "", "t"};
  check.each([&] {
    if (check.text(0) != "ok") lines.push_back(check.text(0));
  });
  return lines;
}

std::vector<std::string> parked_apart(Session& session) {
  std::vector<std::string> lines;
  Query found{session, parked_apart_sql(), "", "ttnn"};
  found.each([&] {
    const auto waits = std::to_string(found.number(3)) + " events wait";
    const bool alone = found.number(2) == -1;
    lines.push_back(found.text(0) + ' ' + found.text(1) + ": " + waits +
                    (alone ? " and the key is not parked"
                           : ", and the key says " + std::to_string(found.number(2))));
  });
  return lines;
}

std::int64_t newest_record(Session& session, bool deep) {
  Query newest{session,
               deep ? "SELECT COALESCE(MAX(log_offset), 0) FROM idempotency_record"
                    : "SELECT COALESCE(MAX(log_offset), 0) FROM (SELECT log_offset "
                      "FROM idempotency_record ORDER BY record_no DESC LIMIT 1000) AS newest",
               "", "n"};
  newest.one();
  return newest.number(0);
}

std::vector<std::string> rights_too_many(Session& session) {
  std::vector<std::string> found;
  if (session.dialect() != Dialect::postgresql) return found;
  Query owner{session,
              "SELECT (pg_has_role(nspowner, 'USAGE'))::int FROM pg_namespace "
              "WHERE nspname = :schema",
              "t", "n"};
  if (owner.with(session.schema()).one() && owner.number(0) != 0) return found;
  Query rights{session, rights_sql, "", "tt"};
  rights.each([&] { found.push_back(rights.text(1) + " on " + rights.text(0)); });
  Query everybody{session,
                  "SELECT (has_database_privilege('public', current_database(), 'CONNECT'))::int",
                  "", "n"};
  if (everybody.one() && everybody.number(0) != 0) {
    found.emplace_back("CONNECT on the database by everybody");
  }
  return found;
}

std::int64_t clock_ahead_ms(Session& session, std::int64_t now_ms) {
  Query clock{session, "SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint", "", "n"};
  clock.one();
  return clock.number(0) - now_ms;
}

bool on_the_wire_in_clear(Session& session) {
  Query wire{session,
             "SELECT (NOT s.ssl AND inet_client_addr() IS NOT NULL "
             "AND NOT inet_client_addr() <<= '127.0.0.0/8' AND inet_client_addr() <> '::1')::int "
             "FROM pg_stat_ssl AS s WHERE s.pid = pg_backend_pid()",
             "", "n"};
  return wire.one() && !wire.is_null(0) && wire.number(0) != 0;
}

}  // namespace sql
