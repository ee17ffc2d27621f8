#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include <sqlite3.h>

// Database, Statement: SQLite's C API with destructors, and nothing more.
//   Errors  every failure throws std::runtime_error with SQLite's own words
namespace bench {

class Statement {
 public:
  Statement(sqlite3* database, std::string_view sql);
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;
  ~Statement() { sqlite3_finalize(handle_); }

  // Binds from the first parameter on. The texts must live until run() or the last next().
  template <class... Values>
  Statement& with(const Values&... values) {
    int index = 0;
    (bind(++index, values), ...);
    return *this;
  }
  // Runs to its end and is ready for the next use. How many rows it changed.
  int run();
  // The next row; at the end of them the statement is ready for the next use.
  bool next();
  void reset() { sqlite3_reset(handle_); }

  std::int64_t integer(int column) { return sqlite3_column_int64(handle_, column); }
  std::string_view text(int column);

 private:
  void bind(int index, std::string_view text);
  void bind(int index, std::int64_t number) { sqlite3_bind_int64(handle_, index, number); }

  sqlite3* database_;
  sqlite3_stmt* handle_ = nullptr;
};

// One thread at a time.
class Database {
 public:
  explicit Database(const std::filesystem::path& file);
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;
  ~Database() { sqlite3_close(handle_); }

  void run(const std::string& script);
  sqlite3* handle() const { return handle_; }

 private:
  sqlite3* handle_ = nullptr;
};

}  // namespace bench
