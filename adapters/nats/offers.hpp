#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include <ports/shared/requests.hpp>

#include <adapters/bus/open_questions.hpp>
#include <adapters/nats/subscription.hpp>

namespace nats {

// Offer: a question too large for one message, until its last piece has been sent. One thread
// sends; any may end it.
class Offer {
 public:
  using Ended = bus::OpenQuestions::Ended;

  explicit Offer(shared::Message question);

  MessagePtr message(const std::string& subject, const std::string& reply_to) const;
  // That piece, to be sent there; null where there is none, also once the last was given.
  MessagePtr piece(std::size_t number, const std::string& to);
  // What its asker is told: what was not sent whole reached nobody, and is not sent from now on.
  Ended end(Ended ended);
  // How much of it waits here.
  std::size_t bytes() const { return state_ == State::open ? bytes_ : 0; }

  std::atomic<bus::OpenQuestions::Id> id = 0;

 private:
  enum class State { open, given, ended };
  // Whether it was open until now.
  bool leave_open(State next);

  shared::Message question_;
  const std::size_t bytes_;
  std::atomic<State> state_ = State::open;
};

// Offers: those that are open; each is kept by who waits for its answer.
//   Bounds  bytes_max of all that waits to be sent
class Offers {
 public:
  explicit Offers(std::size_t bytes_max) : bytes_max_(bytes_max) {}

  // Null where there is no room.
  std::shared_ptr<Offer> add(shared::Message question);
  std::shared_ptr<Offer> find(bus::OpenQuestions::Id id);

 private:
  const std::size_t bytes_max_;
  std::mutex mutex_;
  std::vector<std::weak_ptr<Offer>> offers_;
};

}  // namespace nats
