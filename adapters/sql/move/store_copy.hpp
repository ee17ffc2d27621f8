#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include <adapters/sql/move/stored_tables.hpp>
#include <adapters/sql/move/table_pages.hpp>

namespace sql {

// The copy is not what it was copied from; the text names the table and the key.
struct StoresDiffer : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// StoreCopy: a module's whole database into another, whichever kind either is: first every row is
// copied, then every row of both is read again and compared.
//   Shape   pages of rows in the order of each table's key, a transaction a page. So what is
//           missing lies behind the last key that is there: a copy that was killed goes on
//   Errors  StoresDiffer; what ports/sync/store_errors.hpp says
class StoreCopy {
 public:
  static constexpr std::size_t page_rows_max = 2'000;

  // Both databases are at this binary's schema, and nobody else writes either.
  StoreCopy(std::string_view module, Session& from, Session& to,
            std::size_t page_rows = page_rows_max);
  ~StoreCopy();

  // Whether the other database holds nothing yet but what its migrations leave in it.
  bool target_is_blank();

  enum class Phase { copying, comparing, done };
  struct Progress {
    Phase phase = Phase::copying;
    std::uint64_t rows = 0;   // of this phase
    std::uint64_t total = 0;  // of this phase
  };

  // One page. False once all is copied and compared.
  bool step();
  const Progress& progress() const { return progress_; }

 private:
  struct Line;  // one table on both sides

  void copy_page(Line& line);
  void compare_page(Line& line);
  void end_table(Line& line);
  void number_on(Line& line);

  Session& to_;
  std::size_t page_rows_;
  std::vector<std::unique_ptr<StoredTable>> tables_;
  std::vector<std::unique_ptr<Line>> lines_;
  std::size_t at_ = 0;  // the table that is worked on
  Progress progress_;
};

}  // namespace sql
