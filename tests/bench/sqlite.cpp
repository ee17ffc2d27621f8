#include <tests/bench/sqlite.hpp>

#include <stdexcept>

namespace bench {
namespace {

[[noreturn]] void fail(sqlite3* database, std::string_view doing) {
  throw std::runtime_error(std::string{doing} + ": " + sqlite3_errmsg(database));
}

}  // namespace

Statement::Statement(sqlite3* database, std::string_view sql) : database_(database) {
  if (sqlite3_prepare_v3(database, sql.data(), static_cast<int>(sql.size()),
                         SQLITE_PREPARE_PERSISTENT, &handle_, nullptr) != SQLITE_OK) {
    fail(database, sql);
  }
}

int Statement::run() {
  while (next()) {
  }
  return sqlite3_changes(database_);
}

bool Statement::next() {
  const int answer = sqlite3_step(handle_);
  if (answer == SQLITE_ROW) return true;
  if (answer != SQLITE_DONE) fail(database_, sqlite3_sql(handle_));
  reset();
  return false;
}

std::string_view Statement::text(int column) {
  const auto* begin = reinterpret_cast<const char*>(sqlite3_column_text(handle_, column));
  return {begin, static_cast<std::size_t>(sqlite3_column_bytes(handle_, column))};
}

void Statement::bind(int index, std::string_view text) {
  sqlite3_bind_text(handle_, index, text.data(), static_cast<int>(text.size()), SQLITE_STATIC);
}

Database::Database(const std::filesystem::path& file) {
  const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;
  if (sqlite3_open_v2(file.c_str(), &handle_, flags, nullptr) != SQLITE_OK) {
    fail(handle_, file.string());
  }
}

void Database::run(const std::string& script) {
  if (sqlite3_exec(handle_, script.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) {
    fail(handle_, script);
  }
}

}  // namespace bench
