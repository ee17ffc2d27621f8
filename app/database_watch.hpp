#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <app/part.hpp>
#include <app/process_driver.hpp>

namespace app {

// DatabaseWatch: whether the databases answer: each is asked once a second, on one of the threads
// that read it, so that connections that were lost while nobody read are made anew besides.
//   Bounds  one question at a time for each; one that waits for 3 s counts as not answered
class DatabaseWatch {
 public:
  using Answer = std::function<void(bool answers)>;
  // Passes the question on; the answer may come later, from any thread, or never.
  using Ask = std::function<void(Answer)>;

  DatabaseWatch();
  ~DatabaseWatch() { stop(); }

  // Before start().
  void add(std::string module, Ask ask);
  void start() { driver_.start(); }
  // Before the end of those who are asked. May be said twice.
  void stop() { driver_.stop(); }

  // Any thread.
  bool all_answer() const;
  bool answers(const std::string& module) const;

 private:
  struct Watched {
    std::string module;
    Ask ask;
    std::shared_ptr<std::atomic<bool>> asked = std::make_shared<std::atomic<bool>>(false);
    std::shared_ptr<std::atomic<bool>> answered = std::make_shared<std::atomic<bool>>(true);
    std::chrono::steady_clock::time_point since{};
    std::atomic<bool> up = true;  // as told
  };

  std::chrono::milliseconds step();
  static void look_at(Watched& one);

  std::vector<std::unique_ptr<Watched>> watched_;
  ProcessDriver driver_{"database watch"};
};

// How a module of this process is asked. It outlives the watch.
DatabaseWatch::Ask ask_through(Part& part);

}  // namespace app
