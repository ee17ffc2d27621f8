#include <tests/e2e/damage.hpp>

#include <adapters/sql/session.hpp>
#include <adapters/sql/sync/sql_log_reader.hpp>
#include <adapters/system/sodium_digest.hpp>
#include <sync/application/chain.hpp>
#include <tests/e2e/topology.hpp>

namespace e2e {
namespace {

std::string in_quotes(const std::string& text) {
  std::string out = "'";
  for (const char c : text) out += c == '\'' ? std::string{"''"} : std::string{c};
  return out + '\'';
}

}  // namespace

Damage::Damage(const std::filesystem::path& data, std::string module, std::string table,
               const std::vector<std::string>& statements)
    : data_(data), module_(std::move(module)), table_(std::move(table)) {
  run({"CREATE TABLE kept AS SELECT * FROM " + table_});
  run(statements);
}

Damage::~Damage() {
  run({"DELETE FROM " + table_, "INSERT INTO " + table_ + " SELECT * FROM kept",
       "DROP TABLE kept"});
}

void Damage::run(const std::vector<std::string>& statements) {
  sql::Session session{as_superuser(data_, module_), sql::Access::writer};
  for (const auto& statement : statements) session.run(statement);
}

std::vector<std::string> forged(const std::filesystem::path& data, const std::string& module,
                                sync::Offset offset,
                                const std::function<void(sync::Event&)>& change) {
  const os::SodiumDigest digest;
  sql::Session session{as_superuser(data, module), sql::Access::reader};
  sql::SqlLogReader log{session};
  std::vector<std::string> statements;
  sync::Hash256 chain;
  for (auto& commit : log.read(0, {.events_max = 100'000, .bytes_max = 1ULL << 30})) {
    for (auto& event : commit.events) {
      if (event.offset != offset) continue;
      change(event);
      statements.push_back("UPDATE event_log SET payload = " + in_quotes(event.payload) +
                           ", occurred_at = " +
                           std::to_string(shared::to_unix_ms(event.occurred_at)) +
                           " WHERE log_offset = " + std::to_string(offset));
    }
    chain = sync::chain_after(digest, chain, commit);
    if (chain == commit.chain) continue;
    statements.push_back("UPDATE event_log SET chain = '" + sync::to_hex(chain) +
                         "' WHERE log_offset = " + std::to_string(commit.last()));
  }
  return statements;
}

std::vector<std::string> without_ledger_triggers(std::vector<std::string> statements) {
  std::vector<std::string> all;
  for (const std::string table : {"ledger_entry", "ledger_posting"}) {
    if (on_postgres()) {
      all.push_back("DROP TRIGGER IF EXISTS " + table + "_is_append_only ON " + table);
    } else {
      all.push_back("DROP TRIGGER IF EXISTS " + table + "_is_not_changed");
      all.push_back("DROP TRIGGER IF EXISTS " + table + "_is_not_removed");
    }
  }
  for (auto& one : statements) all.push_back(std::move(one));
  return all;
}

}  // namespace e2e
