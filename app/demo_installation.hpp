#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include <adapters/sql/location.hpp>
#include <app/demo_display.hpp>

namespace app::demo {

// Installation: what the tour is made on: who is asked, and what can be done to it.
//   Errors  cli::Stop (internal) where it does not come up, or not end as it should; Interrupted
class Installation {
 public:
  // What whoever asks it goes by; known once it has started.
  struct Facts {
    std::string url;
    std::string key;                // of an administrator
    std::vector<Line> description;  // for the first page
    std::filesystem::path output;   // where what it says is found
  };

  virtual ~Installation() = default;

  // Returns once every part of it answers, those that were killed too.
  virtual void start() = 0;
  // SIGKILL to a process: whatever it is doing, it does no more of it. The process whose turn it
  // is; its name.
  virtual std::string kill(std::size_t turn) = 0;
  // The one that itself knows what a GET of this path asks for.
  virtual std::string kill_who_knows(const std::string& path) = 0;
  // Does that to billing's database, as whoever may do anything there. It serves when this returns.
  using Change = std::function<void(const sql::Location& billing)>;
  virtual void change_billing(const Change& change) = 0;
  // The end of the tour. What was seen to be so of the processes.
  virtual std::string stop() = 0;

  const Facts& facts() const { return facts_; }

 protected:
  Facts facts_;
};

}  // namespace app::demo
