#include <adapters/cli/table.hpp>

#include <algorithm>
#include <numeric>
#include <utility>

namespace cli {
namespace {

constexpr std::size_t gap = 2;
constexpr std::size_t shrunk_width_min = 8;

std::string padded(const std::string& text, std::size_t width, bool to_the_right) {
  const std::size_t used = display_width(text);
  const std::string space(width > used ? width - used : 0, ' ');
  return to_the_right ? space + text : text + space;
}

std::size_t total_of(const std::vector<std::size_t>& widths) {
  return std::accumulate(widths.begin(), widths.end(), std::size_t{0}) +
         gap * (widths.size() - 1);
}

// The last columns of it.
std::string end_of(std::string text, std::size_t width) {
  const auto begins = [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; };
  while (display_width(text) > width) {
    text.erase(text.begin(), std::find_if(text.begin() + 1, text.end(), begins));
  }
  return text;
}

}  // namespace

std::string styled(std::string text, Style style, bool colors) {
  if (!colors || style == Style::normal) return text;
  const char* code = style == Style::good ? "\x1b[32m" : style == Style::bad ? "\x1b[31m"
                                                                             : "\x1b[33m";
  return code + std::move(text) + "\x1b[0m";
}

std::string plain_cell(std::string_view text) {
  std::string cell;
  for (const char c : text) {
    if (c == '\t') {
      cell += "\\t";
    } else if (c == '\n') {
      cell += "\\n";
    } else if (c == '\r') {
      cell += "\\r";
    } else if (c == '\\') {
      cell += "\\\\";
    } else {
      cell += c;
    }
  }
  return cell;
}

std::vector<std::size_t> Table::widths_within(std::size_t columns) const {
  std::vector<std::size_t> widths;
  for (std::size_t c = 0; c < columns_.size(); ++c) {
    std::size_t width = display_width(columns_[c].title);
    for (const auto& row : rows_) width = std::max(width, display_width(printable(row[c].text)));
    widths.push_back(width);
  }
  while (total_of(widths) > columns) {
    std::size_t* widest = nullptr;
    for (std::size_t c = 0; c < widths.size(); ++c) {
      const bool can = columns_[c].may_shrink && widths[c] > shrunk_width_min;
      if (can && (widest == nullptr || widths[c] > *widest)) widest = &widths[c];
    }
    if (widest == nullptr) break;
    --*widest;
  }
  return widths;
}

Table Table::without(std::size_t column) const {
  const auto at = static_cast<std::ptrdiff_t>(column);
  Table rest = *this;
  rest.columns_.erase(rest.columns_.begin() + at);
  for (auto& row : rest.rows_) row.erase(row.begin() + at);
  return rest;
}

void Table::print_aligned(Terminal& terminal) const {
  const std::size_t screen = terminal.out_is_tty ? terminal.columns : std::size_t{10'000};
  const auto widths = widths_within(screen);
  const auto spare = std::ranges::find_if(columns_.rbegin(), columns_.rend(), &Column::may_go);
  if (total_of(widths) > screen && spare != columns_.rend()) {
    return without(static_cast<std::size_t>(columns_.rend() - spare) - 1).print_aligned(terminal);
  }
  const bool colors = terminal.colors_out();
  const std::string separator(gap, ' ');
  std::string header;
  for (std::size_t c = 0; c < columns_.size(); ++c) {
    const bool last = c + 1 == columns_.size();
    header += padded(columns_[c].title, last && !columns_[c].to_the_right ? 0 : widths[c],
                     columns_[c].to_the_right);
    if (!last) header += separator;
  }
  terminal.out << (colors ? "\x1b[1m" + header + "\x1b[0m" : header) << '\n';
  for (const auto& row : rows_) {
    for (std::size_t c = 0; c < columns_.size(); ++c) {
      const bool last = c + 1 == columns_.size();
      const bool right = columns_[c].to_the_right;
      const std::string shown = printable(row[c].text);
      const std::string text =
          columns_[c].keeps_end ? end_of(shown, widths[c]) : shortened(shown, widths[c]);
      terminal.out << styled(padded(text, last && !right ? 0 : widths[c], right), row[c].style,
                             colors)
                   << (last ? "" : separator);
    }
    terminal.out << '\n';
  }
}

void Table::print_plain(Terminal& terminal) const {
  for (const auto& row : rows_) {
    for (std::size_t c = 0; c < row.size(); ++c) {
      terminal.out << (c == 0 ? "" : "\t") << plain_cell(row[c].text);
    }
    terminal.out << '\n';
  }
}

}  // namespace cli
