#include <app/process_driver.hpp>

#include <algorithm>
#include <cassert>
#include <exception>
#include <utility>

#include <app/logging.hpp>

namespace app {
namespace {

using std::chrono::milliseconds;

// A time to the end of all days would overflow.
constexpr milliseconds sleep_max = std::chrono::hours{1};

// What a work weighs in the lane's bound of bytes: its ids and times.
constexpr std::size_t work_bytes = 256;

}  // namespace

ProcessDriver::ProcessDriver(std::string name, Limits limits)
    : name_(std::move(name)), limits_(limits) {}

ProcessDriver::~ProcessDriver() { stop(); }

void ProcessDriver::add(Step step) {
  assert(!thread_.joinable() && "processes are added before the start");
  processes_.emplace_back().step = std::move(step);
}

void ProcessDriver::start() {
  thread_ = std::thread([this] { loop(); });
}

void ProcessDriver::stop() {
  std::vector<Task> never;
  {
    const std::scoped_lock lock(mailbox_->mutex);
    mailbox_->closed = true;
    never.swap(mailbox_->tasks);
  }
  mailbox_->something_to_do.notify_one();
  if (thread_.joinable()) thread_.join();
}

void ProcessDriver::wake() {
  {
    const std::scoped_lock lock(mailbox_->mutex);
    if (std::exchange(mailbox_->woken, true)) return;
  }
  mailbox_->something_to_do.notify_one();
}

void ProcessDriver::post(Task task) { mailbox_->post(std::move(task)); }

std::function<void(ProcessDriver::Task)> ProcessDriver::door() {
  return [mailbox = mailbox_](Task task) { mailbox->post(std::move(task)); };
}

void ProcessDriver::Mailbox::post(Task task) {
  {
    const std::scoped_lock lock(mutex);
    if (closed) return;
    tasks.push_back(std::move(task));
  }
  something_to_do.notify_one();
}

void ProcessDriver::loop() {
  auto next = Clock::now();
  std::vector<Task> tasks;
  bool woken = false;
  while (wait(next, tasks, woken)) {
    const bool all = woken || !tasks.empty();
    run(std::exchange(tasks, {}));
    next = Clock::now() + sleep_max;
    for (auto& process : processes_) {
      // One that is ill keeps its wait: whatever happens would only have it fail more often.
      const bool hurried = all && process.ailment.empty();
      if (hurried || process.due <= Clock::now()) take_step(process);
      next = std::min(next, process.due);
    }
  }
}

// False once the driver stops.
bool ProcessDriver::wait(Clock::time_point until, std::vector<Task>& tasks, bool& woken) {
  std::unique_lock lock(mailbox_->mutex);
  mailbox_->something_to_do.wait_until(lock, until, [this] {
    return mailbox_->closed || mailbox_->woken || !mailbox_->tasks.empty();
  });
  tasks.swap(mailbox_->tasks);
  woken = std::exchange(mailbox_->woken, false);
  return !mailbox_->closed;
}

void ProcessDriver::run(std::vector<Task> tasks) {
  for (auto& task : tasks) {
    try {
      task();
    } catch (const std::exception& failure) {
      log_error("the end of a work was not taken", {{"process", name_}, {"error", failure.what()}});
    }
  }
}

void ProcessDriver::take_step(Process& process) {
  try {
    const auto wait = std::clamp(process.step(), milliseconds{0}, sleep_max);
    process.due = Clock::now() + wait;
    process.ailment.clear();
    process.waited = milliseconds{0};
  } catch (const std::exception& failure) {
    suffer(process, failure.what());
  }
}

void ProcessDriver::suffer(Process& process, const std::string& what) {
  if (process.ailment != what) {
    log_error("a process waits, and tries again", {{"process", name_}, {"error", what}});
    process.ailment = what.empty() ? "an exception that says nothing" : what;
  }
  process.waited = std::clamp(process.waited * 2, limits_.wait_first, limits_.wait_longest);
  process.due = Clock::now() + process.waited;
}

void LaneWorks::submit(shared::Work work) {
  sync::Command command;
  command.origin.command_id = ids_.next();
  command.origin.at = clock_.now();
  command.origin.correlation_id = shared::to_text(command.origin.command_id);
  command.bytes = work_bytes;
  command.want = std::move(work.want);
  command.decide = [decide = std::move(work.decide)]() mutable -> shared::Result<std::string> {
    if (auto done = decide(); !done) return shared::refuse(done.error());
    return "{}";  // nobody reads it: a work has no caller
  };
  command.answer = [door = door_, ended = std::move(work.ended)](sync::Outcome outcome) mutable {
    door([ended = std::move(ended), refusal = std::move(outcome.refusal)]() mutable {
      ended(refusal ? shared::Done{shared::refuse(std::move(*refusal))} : shared::Done{});
    });
  };
  queue_.submit(std::move(command));
}

void TermWorks::submit(shared::Work work) {
  work.ended = [alive = std::weak_ptr{alive_}, ended = std::move(work.ended)](
                   const shared::Done& done) mutable {
    if (!alive.expired()) ended(done);
  };
  works_.submit(std::move(work));
}

}  // namespace app
