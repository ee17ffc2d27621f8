#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <expected>
#include <memory>
#include <mutex>
#include <vector>

#include <ports/shared/requests.hpp>

namespace requests_test {

inline constexpr std::chrono::milliseconds long_enough{20'000};

using Ended = std::expected<shared::Message, shared::Silence>;

// Answers: what came back, in the order of its coming; any thread may add.
class Answers {
 public:
  shared::Requests::Answered one() {
    return [state = state_](Ended ended) {
      const std::scoped_lock lock(state->mutex);
      state->ended.push_back(std::move(ended));
      state->more.notify_all();
    };
  }

  // All that came, once there are so many, or after a bound.
  std::vector<Ended> when(std::size_t count) const {
    std::unique_lock lock(state_->mutex);
    state_->more.wait_for(lock, long_enough, [&] { return state_->ended.size() >= count; });
    return state_->ended;
  }
  std::size_t count() const { return when(0).size(); }

 private:
  struct State {
    std::mutex mutex;
    std::condition_variable more;
    std::vector<Ended> ended;
  };

  const std::shared_ptr<State> state_ = std::make_shared<State>();
};

inline bool is(const Ended& ended, shared::Silence why) { return !ended && ended.error() == why; }

inline shared::Message saying(std::string body) { return {{}, std::move(body)}; }

}  // namespace requests_test
