#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <soci/soci.h>

#include <adapters/sql/session.hpp>

namespace sql {

// Query: one SQL statement, prepared when it first runs (and again after a lost connection), with
// buffers that are reused. Its session outlives it.
//   Shape   `in` and `out` name the cells in the order of the placeholders and of the columns:
//           one letter each, t for TEXT and n for BIGINT. A placeholder (:name) stands once.
//   Errors  as Session; a text with a NUL byte is StoreRejected
class Query {
 public:
  Query(Session& session, std::string sql, std::string_view in = "", std::string_view out = "");
  ~Query();
  Query(const Query&) = delete;
  Query& operator=(const Query&) = delete;

  Query& bind(std::size_t at, std::string_view text);
  Query& bind(std::size_t at, std::int64_t number);
  Query& bind_null(std::size_t at);
  // Takes the text's bytes and leaves the buffer of an earlier call in its place.
  Query& bind_swapped(std::size_t at, std::string& text);

  template <class... Cells>
  Query& with(const Cells&... cells) {
    std::size_t at = 0;
    (bind(at++, cells), ...);
    return *this;
  }

  // Runs it; how many rows it changed.
  std::size_t run();
  // Runs it without a word on what became of it: PostgreSQL is sent it now, and answers with the
  // next statement of the session that is waited for, which throws where this one failed, or (as
  // StoreRejected) changed another number of rows than `changes`. SQLite runs it now.
  void run_later(std::optional<std::size_t> changes = std::nullopt);
  // Runs it; whether there is a row, the first of which the accessors below then show.
  bool one();
  // Runs it and calls row() once for each row, which the accessors show meanwhile.
  template <class Row>
  void each(Row&& row) {
    bool more = start();
    try {
      while (more) {
        row();
        more = next();
      }
    } catch (...) {
      forget();  // a statement left half read would pin a snapshot
      throw;
    }
  }

  // The same at any time until the session's next wait is over: PostgreSQL is sent it now, and
  // answers together with what else it was sent. SQLite runs it now.
  template <class Row>
  void each_later(Row row) {
    if (!on_postgresql()) return each(row);
    send({.changes = {}, .take = [this, row](PgAnswer answer) {
            answer_ = std::move(answer);
            row_ = 0;
            while (next()) row();
          }});
  }

  const std::string& text(std::size_t at) const { return out_[at].text; }
  std::int64_t number(std::size_t at) const { return out_[at].number; }
  bool is_null(std::size_t at) const { return out_[at].indicator == soci::i_null; }

  // Gives the prepared statement back to the database.
  void forget() noexcept;

 private:
  struct Cell {
    char type;
    soci::indicator indicator = soci::i_ok;
    std::string text = {};
    long long number = 0;
  };

  bool on_postgresql() const { return session_.dialect() == Dialect::postgresql; }
  void prepare();
  void exchange_cells(soci::statement& statement);
  void send(Pipeline::Then then);
  bool start();
  bool next();
  void show_row();

  Session& session_;
  std::string sql_;
  std::vector<Cell> in_;
  std::vector<Cell> out_;
  std::unique_ptr<soci::statement> statement_;
  std::string name_;  // PostgreSQL: the statement's, there
  PgAnswer answer_;
  int row_ = 0;  // of the answer: the next one
};

}  // namespace sql
