#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include <ports/sync/command.hpp>

namespace os {

struct LaneLimits {
  std::size_t queue_commands_max = 4096;
  std::size_t queue_bytes_max = 16 * 1024 * 1024;
  std::size_t batch_commands_max = 1000;
  std::size_t batch_bytes_max = 4 * 1024 * 1024;
  std::chrono::milliseconds drain{5000};  // how long a stop goes on with what was taken before it
};

// LaneWork: what the thread drives, always on that one thread.
//   run_batch  runs 1 to batch_commands_max commands and answers each, also before it throws
//   idle_work  one bounded step of whatever else the module does (its followers): 0 asks for
//              another step at once, a time for one after that time, nothing for one at the next
//              wake or command
//   on_broken  either of them threw: the lane takes no more, and the process should end
struct LaneWork {
  std::function<void(std::vector<sync::Command>)> run_batch;
  std::function<std::optional<std::chrono::milliseconds>()> idle_work;
  std::function<void(std::string)> on_broken;
};

// LaneThread: a module's command queue and the one thread that drives the module: a batch of what
// waits, one idle step, and so on; it sleeps when neither has anything to do. A batch is never
// waited for to fill.
//   Errors  sync.overloaded where the queue is full, sync.draining once it stops
class LaneThread final : public sync::CommandQueue {
 public:
  explicit LaneThread(LaneWork work, LaneLimits limits = {});
  ~LaneThread() override;  // stops

  LaneThread(const LaneThread&) = delete;
  LaneThread& operator=(const LaneThread&) = delete;

  // Commands may come before; they wait for this.
  void start();
  void submit(sync::Command command) override;
  // Asks for an idle step. Any thread; cheap, and many calls before it make one step.
  void wake();
  // Nothing runs from its return until resume(): what comes meanwhile waits. False where that is
  // not so in time (then nothing pauses), or the lane stops. One caller at a time.
  [[nodiscard]] bool pause(std::chrono::milliseconds at_most);
  void resume();
  // Runs what the queue holds, for the drain time at most, answers the rest sync.draining, and
  // ends the thread; no idle step is begun any more. May be said twice; not from the lane itself.
  void stop();

  std::size_t queued() const { return queued_.load(std::memory_order_relaxed); }

 private:
  using Clock = std::chrono::steady_clock;

  void run();
  void loop();
  bool sleep(std::optional<std::chrono::milliseconds> for_at_most);
  std::vector<sync::Command> take_batch();
  void drain();
  void refuse_all();

  const LaneWork work_;
  const LaneLimits limits_;
  std::mutex mutex_;
  std::condition_variable something_to_do_;
  std::deque<sync::Command> queue_;
  std::size_t queue_bytes_ = 0;
  std::atomic<std::size_t> queued_ = 0;  // queue_.size(), for metrics
  bool woken_ = true;                    // so that the first round makes an idle step
  bool asleep_ = false;
  bool working_ = false;  // between two sleeps
  bool paused_ = false;
  std::condition_variable came_to_rest_;
  bool closed_ = false;
  std::optional<Clock::time_point> drain_until_;  // set: stopping
  std::thread thread_;
};

}  // namespace os
