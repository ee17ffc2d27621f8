#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <adapters/bus/in_process_requests.hpp>
#include <adapters/system/system_clock.hpp>
#include <adapters/system/timer_thread.hpp>

// A way between two processes on which whatever can happen happens when a test says so.
namespace wire {

using Answer = std::expected<shared::Message, shared::Silence>;

class Wire final : public shared::Requests {
 public:
  void ask(const std::string& service, shared::Message question, std::chrono::milliseconds within,
           Answered answered) override {
    questions.push_back(question.body);
    way_.ask(service, std::move(question), within,
             [this, answered = std::move(answered)](Answer answer) mutable {
               answer = on_the_way(std::move(answer));
               if (!hold) return answered(std::move(answer));
               held_.push_back([answered = std::move(answered),
                                answer = std::move(answer)]() mutable {
                 answered(std::move(answer));
               });
             });
  }
  // What was held arrives.
  void deliver() {
    for (auto& one : std::exchange(held_, {})) one();
  }

  shared::Services& services() { return way_; }

  std::vector<std::string> questions;
  bool hold = false;
  std::function<Answer(Answer)> on_the_way = [](Answer answer) { return answer; };

 private:
  os::SystemClock clock_;
  os::TimerThread timer_;
  bus::InProcessRequests way_{clock_, timer_};
  std::deque<std::move_only_function<void()>> held_;
};

inline Answer damaged(Answer answer) {
  if (answer) answer->body[answer->body.size() / 2] ^= 1;
  return answer;
}
inline Answer cut(Answer answer) {
  if (answer) answer->body.resize(answer->body.size() - 1);
  return answer;
}
inline Answer lost(Answer) { return std::unexpected(shared::Silence::lost); }
inline Answer late(Answer) { return std::unexpected(shared::Silence::late); }

}  // namespace wire
