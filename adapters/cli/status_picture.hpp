#pragma once

#include <chrono>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include <boost/json/object.hpp>

#include <adapters/cli/terminal.hpp>

namespace cli {

// StatusPicture: who follows whom, as often as somebody looks: each log with its followers below
// it, and how fast each of them moved between the last two looks.
class StatusPicture {
 public:
  using Clock = std::chrono::steady_clock;

  // What GET /v1/sync says at that time.
  void take(boost::json::object status, Clock::time_point at);

  // A table that fits the terminal.
  std::vector<std::string> lines(const Terminal& terminal) const;
  // What was taken last, with events_per_s in each log and follower (null at the first look).
  std::string json() const;
  // A line, with tabs between, for each log and follower that is not as it was at the look before.
  std::vector<std::string> changes() const { return changes_; }

 private:
  struct Place {
    std::int64_t offset = 0;
    std::string rest;  // all else that a change is seen by
  };

  void look_at(boost::json::object& one, const std::string& name, std::int64_t offset,
               std::string rest, double seconds, std::map<std::string, Place>& now);

  boost::json::object status_;
  std::map<std::string, Place> places_;
  std::vector<std::string> changes_;
  Clock::time_point taken_{};
};

}  // namespace cli
