#include <adapters/sql/backup/store_facts.hpp>

#include <adapters/sql/query.hpp>
#include <adapters/sql/sync/roots_text.hpp>
#include <adapters/sql/sync/sql_log_reader.hpp>

namespace sql {
namespace {

std::map<std::string, std::uint64_t> count_rows(Session& session) {
  std::map<std::string, std::uint64_t> rows;
  Query tables{session,
               "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'",
               "", "t"};
  tables.each([&] { rows.emplace(tables.text(0), 0); });
  for (auto& [table, count] : rows) {
    Query counted{session, "SELECT count(*) FROM " + table, "", "n"};
    counted.one();
    count = static_cast<std::uint64_t>(counted.number(0));
  }
  return rows;
}

std::vector<StoreFacts::Follower> followers_in(Session& session) {
  std::vector<StoreFacts::Follower> all;
  Query rows{session,
             "SELECT follower, epoch, log_offset, chain FROM follower_position ORDER BY follower",
             "", "tnnt"};
  rows.each([&] {
    all.push_back({rows.text(0), static_cast<sync::Epoch>(rows.number(1)),
                   static_cast<sync::Offset>(rows.number(2)), parse_chain(rows.text(3))});
  });
  return all;
}

}  // namespace

StoreFacts facts_of(Session& session) {
  StoreFacts facts;
  facts.rows = count_rows(session);
  if (facts.rows.contains("schema_migration")) {
    Query applied{session,
                  "SELECT module, version, name FROM schema_migration ORDER BY module, version",
                  "", "tnt"};
    applied.each([&] {
      facts.migrations.push_back({applied.text(0), applied.number(1), applied.text(2)});
    });
  }
  if (!facts.rows.contains("event_log")) return facts;
  SqlLogReader reader{session};
  facts.head = reader.head();
  facts.epochs = reader.epochs();
  facts.followers = followers_in(session);
  return facts;
}

}  // namespace sql
