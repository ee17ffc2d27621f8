#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include <ports/sync/observer.hpp>
#include <shared/domain/instant.hpp>
#include <sync/domain/event.hpp>

namespace os {

// LogProgress: where a log ends.
struct LogProgress {
  std::string log;  // "user/0"
  sync::Head head;
  shared::Instant committed_at;  // of the head
};

// Board: what is known of every log and follower of this process at one moment.
struct Board {
  std::vector<LogProgress> logs;
  std::vector<sync::FollowerStatus> followers;

  // Null where there is none of that name.
  const LogProgress* log(std::string_view name) const;
  const sync::FollowerStatus* follower(std::string_view name) const;
};

enum class WaitEnd {
  reached,
  late,      // the deadline came first
  refused,   // too many wait already
  stopping,  // the process ends
};

// Progress: the board on which the lanes write what they made durable, and where readers look and
// wait. Any thread may do either. Writing costs two locks of a free mutex while nobody waits.
class Progress {
 public:
  using Clock = std::chrono::steady_clock;
  // Short; must not throw, nor call this object.
  using Condition = std::move_only_function<bool(const Board&)>;
  // Short (posts the work to whoever does it); must not throw.
  using Answer = std::move_only_function<void(WaitEnd)>;

  explicit Progress(std::size_t waiters_max = 1024);
  ~Progress();  // stops

  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  // Adds what is named first here, or replaces what stands under that name. A log's end that is no
  // later than the one on the board says nothing new: whoever read it read it before.
  void publish_log(const LogProgress& progress);
  // `now`: when the follower has heard how far its source goes, should that be a log elsewhere.
  void publish_follower(const sync::FollowerStatus& status, shared::Instant now);

  Board snapshot() const;
  // How long the oldest event that this follower has not applied has been durable, or of a log
  // elsewhere been heard of; 0 where it has applied all. To within a hundredth of the lag.
  std::chrono::milliseconds lag(std::string_view follower, shared::Instant now) const;

  // Answers exactly once: at once where the condition holds already or the wait is refused, else
  // from the thread whose publication made it hold, or from the timer's.
  void wait(Condition condition, Clock::time_point deadline, Answer answer);
  // Answers everyone who waits. May be said twice; not from an answer.
  void stop();

 private:
  struct Waiter {
    Condition condition;
    Clock::time_point deadline;
    Answer answer;
  };
  struct Mark {
    sync::Offset offset;
    shared::Instant at;
  };
  struct Marks {  // of a log: when its offsets became durable, or were heard of, oldest first
    std::string log;
    std::deque<Mark> marks;
    std::chrono::milliseconds apart{0};  // at least; grows with the time that they span
  };

  void mark(const std::string& source, Mark reached);
  void forget_marks(std::string_view log);
  std::vector<Waiter> take_reached();
  std::vector<Waiter> take_late(Clock::time_point now);
  void keep_time();

  const std::size_t waiters_max_;
  mutable std::mutex mutex_;
  Board board_;
  std::vector<Marks> marks_;
  std::vector<Waiter> waiters_;
  Clock::time_point alarm_ = Clock::time_point::max();  // when the timer looks next
  bool stopping_ = false;
  std::condition_variable timer_wake_;
  std::thread timer_;
};

}  // namespace os
