#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

struct pg_conn;
struct pg_result;

namespace sql {

// PgAnswer: what PostgreSQL answered to one statement.
using PgAnswer = std::unique_ptr<pg_result, void (*)(pg_result*)>;

// Pipeline: prepared statements that go to PostgreSQL without waiting for each other's answers, so
// that all of them cost one round trip: libpq's pipeline mode, which SOCI lacks, on a connection of
// SOCI's. What stands behind a statement that failed is not run.
//   Errors  what SOCI throws; StoreRejected where a statement changed another number of rows than
//           it was to
//   Source  https://www.postgresql.org/docs/15/libpq-pipeline-mode.html
class Pipeline {
 public:
  // What is done about a statement's answer, once all have come and none is a failure.
  struct Then {
    std::optional<std::size_t> changes;  // how many rows it must have changed
    std::function<void(PgAnswer)> take;  // may throw
  };

  // `values` are texts, null for NULL. The server begins at once with what is large, while the next
  // is prepared here; with the rest when answers are waited for.
  void send(pg_conn* on, const std::string& statement, const std::vector<const char*>& values,
            Then then);
  // Waits for the answers to all that was sent, something at least; the last of them, unless that
  // is taken.
  PgAnswer answers();
  // Waits for them as well, and nothing is done about them.
  void drop() noexcept;

  bool empty() const { return sent_.empty(); }
  // Whether something was sent that must change so many rows.
  bool counts() const;

 private:
  pg_conn* on_ = nullptr;
  std::vector<Then> sent_;
};

}  // namespace sql
