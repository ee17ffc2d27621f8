#include <adapters/sql/backup/file_copy.hpp>

#include <memory>

#include <soci/sqlite3/soci-sqlite3.h>

#include <adapters/sql/query.hpp>

#include <ports/sync/store_errors.hpp>

namespace sql {
namespace {

using sqlite_api::sqlite3;

constexpr int pages_a_step = 512;

[[noreturn]] void fail(sqlite3* handle, int code) {
  const auto report = "sqlite " + std::to_string(code) + ": " +
                      std::string{sqlite_api::sqlite3_errmsg(handle)};
  switch (code & 0xff) {
    case SQLITE_FULL: throw sync::StoreFull(report);
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB: throw sync::StoreBroken(report);
    default: throw sync::StoreUnavailable(report);
  }
}

struct Closing {
  void operator()(sqlite3* handle) const { sqlite_api::sqlite3_close(handle); }
  void operator()(sqlite_api::sqlite3_backup* copy) const {
    sqlite_api::sqlite3_backup_finish(copy);
  }
};

// The copy needs no journal: what is not whole is thrown away.
std::unique_ptr<sqlite3, Closing> open_target(const std::string& path) {
  sqlite3* handle = nullptr;
  const int code = sqlite_api::sqlite3_open_v2(path.c_str(), &handle, SQLITE_OPEN_READWRITE,
                                               nullptr);
  std::unique_ptr<sqlite3, Closing> target{handle};
  if (code != SQLITE_OK) fail(handle, code);
  const int set = sqlite_api::sqlite3_exec(
      handle, "PRAGMA journal_mode = off; PRAGMA synchronous = full", nullptr, nullptr, nullptr);
  if (set != SQLITE_OK) fail(handle, set);
  return target;
}

}  // namespace

std::uint64_t begin_moment(Session& session) {
  session.begin_snapshot();
  if (session.dialect() == Dialect::postgresql) {
    session.run("SET LOCAL idle_in_transaction_session_timeout = 0");
  }
  Query size{session,
             session.dialect() == Dialect::sqlite
                 ? "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size, "
                   "(SELECT count(*) FROM sqlite_schema)"
                 : "SELECT coalesce(sum(pg_relation_size(oid)), 0)::bigint FROM pg_class "
                   "WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace",
             "", "n"};
  size.one();
  return static_cast<std::uint64_t>(size.number(0));
}

void copy_file(Session& from, std::uint64_t bytes, const std::string& to, const CopyTold& told) {
  // static_cast: the backends hide their type information.
  auto* const source =
      static_cast<soci::sqlite3_session_backend*>(from.connected().get_backend())->conn_;
  const auto target = open_target(to);
  const std::unique_ptr<sqlite_api::sqlite3_backup, Closing> copy{
      sqlite_api::sqlite3_backup_init(target.get(), "main", source, "main")};
  if (!copy) fail(target.get(), sqlite_api::sqlite3_errcode(target.get()));
  int code = SQLITE_OK;
  while (code == SQLITE_OK) {
    code = sqlite_api::sqlite3_backup_step(copy.get(), pages_a_step);
    if (code != SQLITE_OK && code != SQLITE_DONE) fail(target.get(), code);
    const auto pages =
        static_cast<std::uint64_t>(sqlite_api::sqlite3_backup_pagecount(copy.get()));
    const auto left = static_cast<std::uint64_t>(sqlite_api::sqlite3_backup_remaining(copy.get()));
    if (pages > 0) told({bytes * (pages - left) / pages, bytes});
  }
}

}  // namespace sql
