#pragma once

#include <chrono>
#include <exception>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include <app/demo_installation.hpp>

namespace app::demo {

// Watch: one user's live stream, read on a thread of its own until this object is gone.
class Watch {
 public:
  using Clock = std::chrono::steady_clock;

  Watch(const Installation& installation, const std::string& user);

  // When the first event of that type was told; nothing where none was in 20 s. Throws Interrupted,
  // and what ended the stream. "watching": from then on nothing is missed.
  std::optional<Clock::time_point> told(const std::string& type);

 private:
  void run(const std::stop_token& stop);
  std::optional<Clock::time_point> told_by_now(const std::string& type);

  const Installation::Facts facts_;
  const std::string path_;
  std::mutex mutex_;
  std::map<std::string, Clock::time_point> told_;  // the first of each type
  std::exception_ptr failure_;
  std::jthread thread_;
};

}  // namespace app::demo
