#include <adapters/http/body_stream.hpp>

namespace http {

BodyStream::Offered BodyStream::offer(std::string_view piece) {
  const std::scoped_lock lock(mutex_);
  if (gone_ || state_ != State::open) return Offered::gone;
  const bool fits =
      pieces_ < limits_.pieces_max && waiting_.size() + piece.size() <= limits_.bytes_max;
  if (pieces_ != 0 && !fits) return Offered::full;
  waiting_ += piece;
  ++pieces_;
  if (std::exchange(asleep_, false) && wake_) wake_();
  return Offered::taken;
}

void BodyStream::end() {
  const std::scoped_lock lock(mutex_);
  if (state_ != State::open) return;
  state_ = State::ended;
  if (wake_) wake_();
}

void BodyStream::cut() {
  const std::scoped_lock lock(mutex_);
  if (state_ == State::cut) return;
  state_ = State::cut;
  std::exchange(waiting_, {});
  pieces_ = 0;
  if (wake_) wake_();
}

bool BodyStream::await_room(Told told) {
  const std::scoped_lock lock(mutex_);
  if (gone_ || pieces_ == 0) return false;
  when_room_ = std::move(told);
  return true;
}

void BodyStream::attach(Told wake) {
  const std::scoped_lock lock(mutex_);
  wake_ = std::move(wake);
}

BodyStream::State BodyStream::take(std::string& pieces) {
  Told room;
  State state = State::open;
  {
    const std::scoped_lock lock(mutex_);
    asleep_ = pieces_ == 0;
    state = state_;
    if (pieces.empty())
      pieces = std::move(waiting_);
    else
      pieces += waiting_;
    waiting_ = {};
    pieces_ = 0;
    room = std::exchange(when_room_, nullptr);
  }
  if (room) room();
  return state;
}

BodyStream::State BodyStream::state() const {
  const std::scoped_lock lock(mutex_);
  return state_;
}

void BodyStream::leave() {
  Told room;
  Told gone;
  {
    const std::scoped_lock lock(mutex_);
    gone_ = true;
    wake_ = nullptr;
    std::exchange(waiting_, {});
    pieces_ = 0;
    room = std::exchange(when_room_, nullptr);
    gone = std::exchange(when_gone_, nullptr);
  }
  if (room) room();
  if (gone) gone();
}

}  // namespace http
