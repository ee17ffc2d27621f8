#pragma once

#include <string>
#include <utility>
#include <vector>

#include <adapters/cli/actions.hpp>

namespace app {

// Findings: what `cleave doctor` says, check by check.
class Findings {
 public:
  using State = cli::Check::State;

  void good(std::string name, std::string detail) {
    all_.push_back({std::move(name), State::good, std::move(detail), ""});
  }
  void warn(std::string name, std::string detail, std::string next) {
    all_.push_back({std::move(name), State::warning, std::move(detail), std::move(next)});
  }
  void fail(std::string name, std::string detail, std::string next) {
    all_.push_back({std::move(name), State::failed, std::move(detail), std::move(next)});
  }
  // Each line is something that must not be; where there is none, `well` says so.
  void none_of(const std::string& name, const std::vector<std::string>& lines, std::string well,
               const std::string& next) {
    if (lines.empty()) return good(name, std::move(well));
    std::string detail;
    for (const auto& line : lines) detail += (detail.empty() ? "" : "; ") + line;
    fail(name, std::move(detail), next);
  }

  std::vector<cli::Check> take() { return std::move(all_); }

 private:
  std::vector<cli::Check> all_;
};

}  // namespace app
