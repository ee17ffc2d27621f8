#pragma once

#include <functional>

#include <shared/domain/result.hpp>

namespace shared {

// Work: one use case that a module runs on its own account: no caller waits for it.
//   want    names the rows it needs; called before decide, and again while what was read leads to
//           more
//   decide  runs the use case against the loaded rows; may run again, on fresh rows
//   ended   is called exactly once, after the outcome is durable, on the thread and from within the
//           step of the process that submitted it
struct Work {
  std::move_only_function<void()> want;
  std::move_only_function<Done()> decide;
  std::move_only_function<void(const Done&)> ended;
};

// Works: the door to a module's write lane for its own long-running processes. Bounded: where it is
// full the work ends at once, unavailable.
class Works {
 public:
  virtual ~Works() = default;
  virtual void submit(Work work) = 0;
};

}  // namespace shared
