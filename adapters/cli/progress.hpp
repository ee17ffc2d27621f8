#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <adapters/cli/terminal.hpp>

// Progress: one line on stderr that says how far a long piece of work is, its rate and the time
// left. Silent unless stderr is a terminal; drawn at most ten times a second; gone at the end.
namespace cli {

class Progress {
 public:
  // The work in words ("importing"), what is counted ("rows").
  Progress(Terminal& terminal, std::string work, std::string unit);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  // `count` units are done, `fraction` (0 to 1) of the whole, or nothing where the end is unknown.
  void at(std::uint64_t count, std::optional<double> fraction);

  // A message that must stay: printed above the line.
  void say(std::string_view message);

  // Takes the line away.
  void clear();

 private:
  using Clock = std::chrono::steady_clock;

  std::string line(std::uint64_t count, std::optional<double> fraction, double seconds) const;

  Terminal& terminal_;
  std::string work_;
  std::string unit_;
  Clock::time_point started_ = Clock::now();
  Clock::time_point drawn_{};
  bool visible_ = false;
};

// "0:07", "12:34", "3:05:00".
std::string clock_text(std::chrono::seconds duration);

}  // namespace cli
