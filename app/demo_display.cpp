#include <app/demo_display.hpp>

#include <algorithm>
#include <cstdio>
#include <utility>

#include <adapters/cli/table.hpp>

namespace app::demo {
namespace {

using namespace std::chrono_literals;

constexpr auto redraw_interval = 30ms;
constexpr auto plain_interval = 500ms;
constexpr std::size_t indent = 3;
constexpr std::size_t label_width = 13;
constexpr std::size_t bar_width = 24;

std::string with_decimals(double number, int decimals) {
  std::string text(32, '\0');
  const int size = std::snprintf(text.data(), text.size(), "%.*f", decimals, number);
  text.resize(static_cast<std::size_t>(std::max(size, 0)));
  return text;
}

// The text in lines of at most that width, broken at spaces.
std::vector<std::string> wrapped(std::string_view text, std::size_t width) {
  std::vector<std::string> lines{""};
  while (!text.empty()) {
    const auto word = text.substr(0, text.find(' '));
    text.remove_prefix(std::min(word.size() + 1, text.size()));
    auto& line = lines.back();
    if (line.empty()) {
      line = word;
    } else if (cli::display_width(line) + 1 + cli::display_width(word) <= width) {
      line += ' ' + std::string(word);
    } else {
      lines.emplace_back(word);
    }
  }
  return lines;
}

std::string label_cell(std::string_view label) {
  const auto width = cli::display_width(label);
  return std::string(indent, ' ') + std::string(label) +
         std::string(label_width > width ? label_width - width : 1, ' ');
}

}  // namespace

// What is left of a line behind so many columns; elsewhere than on a terminal, anything fits.
std::size_t Display::room(std::size_t taken) const {
  if (!terminal_.out_is_tty) return 10'000;
  return std::max<std::size_t>(terminal_.columns, taken + 21) - taken - 1;
}

std::string Display::bold(std::string_view text) const {
  if (!terminal_.colors_out()) return std::string(text);
  return "\x1b[1m" + std::string(text) + "\x1b[0m";
}

void Display::title(std::string_view text) { terminal_.out << bold(text) << std::endl; }

void Display::chapter(std::string_view text) {
  ++chapters_;
  terminal_.out << '\n' << bold(std::to_string(chapters_) + "  " + std::string(text)) << std::endl;
}

void Display::say(std::string_view label, std::string_view text) {
  for (const auto& line : wrapped(cli::printable(text), room(indent + label_width))) {
    terminal_.out << label_cell(std::exchange(label, {})) << line << '\n';
  }
  terminal_.out << std::flush;
}

bool Display::check(bool holds, std::string_view claim) {
  ++checks_;
  failed_ += holds ? 0 : 1;
  auto mark = cli::styled(holds ? "✓" : "✗ NOT SO:", holds ? cli::Style::good : cli::Style::bad,
                          terminal_.colors_out());
  for (const auto& line : wrapped(cli::printable(claim), room(indent + (holds ? 2 : 12)))) {
    terminal_.out << std::string(indent, ' ') << std::exchange(mark, " ") << ' ' << line << '\n';
  }
  terminal_.out << std::flush;
  return holds;
}

void Display::live(const std::vector<Line>& lines) {
  const auto now = Clock::now();
  if (now - drawn_ < (terminal_.out_is_tty ? redraw_interval : plain_interval)) return;
  drawn_ = now;
  draw(lines);
}

void Display::last(const std::vector<Line>& lines) {
  draw(lines);
  drawn_lines_ = 0;
  drawn_ = {};
}

void Display::draw(const std::vector<Line>& lines) {
  if (!terminal_.out_is_tty) {
    std::string all;
    for (const auto& line : lines) {
      all += (all.empty() ? "" : "; ") + line.label + ' ' + line.text;
    }
    say("", all);
    return;
  }
  if (drawn_lines_ > 0) terminal_.out << "\x1b[" << drawn_lines_ << 'A';
  for (const auto& line : lines) {
    terminal_.out << "\r\x1b[K" << label_cell(line.label)
                  << cli::shortened(line.text, room(indent + label_width)) << '\n';
  }
  drawn_lines_ = lines.size();
  terminal_.out << std::flush;
}

std::string bar(std::uint64_t done, std::uint64_t all) {
  const auto filled =
      all == 0 ? bar_width : std::min<std::size_t>(bar_width, bar_width * done / all);
  std::string text = "[" + std::string(filled, '=');
  if (filled < bar_width) text += '>' + std::string(bar_width - filled - 1, ' ');
  return text + "]";
}

std::string duration_text(std::chrono::steady_clock::duration duration) {
  const double ms = std::chrono::duration<double, std::milli>(duration).count();
  if (ms < 10) return with_decimals(ms, 1) + " ms";
  if (ms < 1000) return with_decimals(ms, 0) + " ms";
  return with_decimals(ms / 1000, 1) + " s";
}

std::string count_text(std::uint64_t count, std::string_view one) {
  return cli::grouped(static_cast<std::int64_t>(count)) + ' ' + std::string(one) +
         (count == 1 ? "" : "s");
}

}  // namespace app::demo
