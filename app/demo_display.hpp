#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <adapters/cli/terminal.hpp>

namespace app::demo {

// Line: what stands left in a narrow column, and what is said about it.
struct Line {
  std::string label;
  std::string text;
};

// Display: what a person sees of the demo: chapters, lines, checks, and counters that move. On a
// terminal these are redrawn in place; elsewhere they are plain lines, twice a second.
class Display {
 public:
  explicit Display(cli::Terminal& terminal) : terminal_(terminal) {}

  void title(std::string_view text);
  void chapter(std::string_view text);
  void say(std::string_view label, std::string_view text);
  void blank() { terminal_.out << '\n'; }
  // A claim, and whether it holds; one that does not makes the demo fail.
  bool check(bool holds, std::string_view claim);

  // The counters as they stand now; drawn at most so often that one can read them.
  void live(const std::vector<Line>& lines);
  // The same for the last time: they stay.
  void last(const std::vector<Line>& lines);

  int checks() const { return checks_; }
  int failed() const { return failed_; }

 private:
  using Clock = std::chrono::steady_clock;

  void draw(const std::vector<Line>& lines);
  std::size_t room(std::size_t taken) const;
  std::string bold(std::string_view text) const;

  cli::Terminal& terminal_;
  int chapters_ = 0;
  int checks_ = 0;
  int failed_ = 0;
  Clock::time_point drawn_{};
  std::size_t drawn_lines_ = 0;  // on a terminal, above the cursor
};

// "[=====>    ]".
std::string bar(std::uint64_t done, std::uint64_t all);

// "0.8 ms", "212 ms", "14.2 s".
std::string duration_text(std::chrono::steady_clock::duration duration);

// "1,234 users", "1 user".
std::string count_text(std::uint64_t count, std::string_view one);

}  // namespace app::demo
