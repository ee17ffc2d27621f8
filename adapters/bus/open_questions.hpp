#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <map>
#include <memory>
#include <mutex>
#include <unordered_map>

#include <ports/shared/clock.hpp>
#include <ports/shared/requests.hpp>
#include <ports/shared/timer.hpp>

namespace bus {

// OpenQuestions: what was asked and has no answer yet. Each ends exactly once: by its answer, by
// its deadline, or with this object; whatever comes later for it is dropped.
//   Bounds  questions_max; the timer holds a few tasks for all of them
//   Note    must be held by a std::shared_ptr; any thread may call it
class OpenQuestions : public std::enable_shared_from_this<OpenQuestions> {
 public:
  using Id = std::uint64_t;  // counts from 1
  using Answered = shared::Requests::Answered;
  using Ended = std::expected<shared::Message, shared::Silence>;

  OpenQuestions(shared::Clock& clock, shared::Timer& timer, std::size_t questions_max)
      : clock_(clock), timer_(timer), questions_max_(questions_max) {}
  ~OpenQuestions() { end_all(shared::Silence::lost); }
  OpenQuestions(const OpenQuestions&) = delete;
  OpenQuestions& operator=(const OpenQuestions&) = delete;

  // 0 where too many are open: this one was told that it reached nobody.
  [[nodiscard]] Id open(std::chrono::milliseconds within, Answered answered);
  bool is_open(Id id) const;
  void end(Id id, Ended ended);
  void end_all(shared::Silence why);
  std::size_t size() const;

 private:
  using Time = std::chrono::milliseconds;  // of the monotonic clock
  using Deadlines = std::multimap<Time, Id>;
  struct Question {
    Answered answered;
    Deadlines::iterator deadline;
  };

  void set_alarm(Time at, Time now);
  void ring(Time alarm);

  shared::Clock& clock_;
  shared::Timer& timer_;
  const std::size_t questions_max_;
  mutable std::mutex mutex_;
  Id last_ = 0;
  std::unordered_map<Id, Question> questions_;
  Deadlines deadlines_;
  Time alarm_ = Time::max();  // when it rings next
};

}  // namespace bus
