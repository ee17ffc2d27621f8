#pragma once

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include <adapters/sql/set_write.hpp>

#include <shared/domain/instant.hpp>

// How values that are more than one text or number lie in cells.
namespace sql {

// Words without spaces in one text, separated by spaces.
inline std::string joined(const std::vector<std::string>& words) {
  std::string out;
  for (const auto& word : words) {
    if (!out.empty()) out += ' ';
    out += word;
  }
  return out;
}
inline std::vector<std::string> split(const std::string& words) {
  std::vector<std::string> out;
  for (std::size_t from = 0; from < words.size();) {
    const auto end = std::min(words.find(' ', from), words.size());
    out.push_back(words.substr(from, end - from));
    from = end + 1;
  }
  return out;
}

// Cells is a Query or a SetRead that shows a row.
template <class Cells>
std::optional<shared::Instant> instant_in(const Cells& cells, std::size_t at) {
  if (cells.is_null(at)) return std::nullopt;
  return shared::from_unix_ms(cells.number(at));
}
inline void write_instant(SetWrite& cells, const std::optional<shared::Instant>& at) {
  if (at) {
    cells.cell(shared::to_unix_ms(*at));
  } else {
    cells.null();
  }
}

}  // namespace sql
