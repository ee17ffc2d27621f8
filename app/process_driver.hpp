#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include <ports/shared/clock.hpp>
#include <ports/shared/ids.hpp>
#include <ports/shared/works.hpp>
#include <ports/sync/command.hpp>

namespace app {

// ProcessDriver: one thread that steps the long-running processes of a module: each when it is due
// by its own word, and all of them when something happened.
//   Breakage  a step that throws is told to the log once for each ailment, and taken again after
//             growing waits; the other processes go on
class ProcessDriver {
 public:
  struct Limits {
    std::chrono::milliseconds wait_first{100};  // after breakage; doubled while it lasts
    std::chrono::milliseconds wait_longest{5'000};
  };
  // Does what can be done now; how long nothing needs doing afterwards (0: again at once).
  using Step = std::function<std::chrono::milliseconds()>;
  using Task = std::move_only_function<void()>;

  explicit ProcessDriver(std::string name) : ProcessDriver(std::move(name), Limits{}) {}
  ProcessDriver(std::string name, Limits limits);
  ~ProcessDriver();  // stops
  ProcessDriver(const ProcessDriver&) = delete;
  ProcessDriver& operator=(const ProcessDriver&) = delete;

  // Before start().
  void add(Step step);
  void start();
  // Ends the thread after the step that runs. What was posted and not run never is, nor what is
  // posted later. May be said twice; not from a step.
  void stop();

  // Asks for a step of each process. Any thread; cheap, and many calls before it make one step.
  void wake();
  // Runs the task on the driver's thread, between two steps, and steps after it. Any thread.
  void post(Task task);
  // The same door for those who may outlive this driver: once it is gone they post to nobody.
  std::function<void(Task)> door();

 private:
  using Clock = std::chrono::steady_clock;

  // What other threads touch; shared, so that an answer that comes too late finds it still there.
  struct Mailbox {
    void post(Task task);

    std::mutex mutex;
    std::condition_variable something_to_do;
    std::vector<Task> tasks;
    bool woken = false;
    bool closed = false;
  };
  struct Process {
    Step step;
    Clock::time_point due{};
    std::string ailment;  // as last told; empty while it is well
    std::chrono::milliseconds waited{0};
  };

  void loop();
  bool wait(Clock::time_point until, std::vector<Task>& tasks, bool& woken);
  void run(std::vector<Task> tasks);
  void take_step(Process& process);
  void suffer(Process& process, const std::string& what);

  const std::string name_;
  const Limits limits_;
  std::shared_ptr<Mailbox> mailbox_ = std::make_shared<Mailbox>();
  std::vector<Process> processes_;
  std::thread thread_;
};

// LaneWorks: a module's write lane as its processes see it. Each work enters as a command of its
// own, and its end is heard on the driver's thread. A full or closing lane ends it unavailable.
class LaneWorks final : public shared::Works {
 public:
  LaneWorks(sync::CommandQueue& queue, ProcessDriver& driver, shared::Ids& ids,
            shared::Clock& clock)
      : queue_(queue), door_(driver.door()), ids_(ids), clock_(clock) {}

  void submit(shared::Work work) override;

 private:
  sync::CommandQueue& queue_;
  std::function<void(ProcessDriver::Task)> door_;
  shared::Ids& ids_;
  shared::Clock& clock_;
};

// TermWorks: the same lane for a process that may end while its works go on: their ends are not
// heard any more. On the driver's thread.
class TermWorks final : public shared::Works {
 public:
  explicit TermWorks(shared::Works& works) : works_(works) {}

  void submit(shared::Work work) override;

 private:
  shared::Works& works_;
  std::shared_ptr<const bool> alive_ = std::make_shared<const bool>(true);
};

}  // namespace app
