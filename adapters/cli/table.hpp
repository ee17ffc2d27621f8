#pragma once

#include <string>
#include <vector>

#include <adapters/cli/terminal.hpp>

// Table: rows for a person (aligned columns under a header, made to fit the screen) or for a
// program (one row a line, tab between cells, no header; tab, newline and backslash in a cell are
// written \t, \n and \\).
namespace cli {

enum class Style { normal, good, warning, bad };

struct Column {
  std::string title;
  bool to_the_right = false;  // numbers
  bool may_shrink = false;    // cut with an ellipsis when the screen is narrow
  bool may_go = false;        // left out where that is not enough; the rightmost of them first
  bool keeps_end = false;     // cut at its beginning instead, without an ellipsis
};

struct Cell {
  std::string text;
  Style style = Style::normal;
};

class Table {
 public:
  explicit Table(std::vector<Column> columns) : columns_(std::move(columns)) {}

  void add(std::vector<Cell> row) { rows_.push_back(std::move(row)); }
  bool empty() const { return rows_.empty(); }

  void print_aligned(Terminal& terminal) const;
  void print_plain(Terminal& terminal) const;

 private:
  std::vector<std::size_t> widths_within(std::size_t columns) const;
  Table without(std::size_t column) const;

  std::vector<Column> columns_;
  std::vector<std::vector<Cell>> rows_;
};

// The text in that style, where the stream shows colours.
std::string styled(std::string text, Style style, bool colors);

// One cell of a plain row.
std::string plain_cell(std::string_view text);

}  // namespace cli
