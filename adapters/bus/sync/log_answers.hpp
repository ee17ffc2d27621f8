#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>

#include <ports/shared/requests.hpp>
#include <ports/sync/digest.hpp>
#include <ports/sync/event_log.hpp>
#include <ports/sync/state_reader.hpp>

namespace bus {

struct AnswerLimits {
  std::size_t at_once_max = 4;  // questions; who asks beyond that is told to come again
  sync::ReadLimits answer{10'000, 4 * 1024 * 1024};  // one larger commit comes whole
  sync::StateLimits states = {};
};

// LogAnswers: says what a module's log holds, and the state that it leads to, to those who ask from
// elsewhere, on that module's reading threads.
//   Bounds  AnswerLimits, so that followers that catch up leave room for other reads
class LogAnswers {
 public:
  struct Views {
    sync::LogReader& log;
    sync::StateReader* states = nullptr;  // of a module that says none: null
  };
  // Runs the task on a thread that has a session of the log; false where too many tasks wait.
  using Read = std::function<bool(std::move_only_function<void(Views)>)>;

  LogAnswers(shared::Services& services, const std::string& module, Read read,
             const sync::Digest& digest, AnswerLimits limits = {});

 private:
  struct Desk;

  std::shared_ptr<Desk> desk_;
  std::unique_ptr<shared::Serving> serving_;
};

}  // namespace bus
