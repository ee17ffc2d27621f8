#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>

namespace http {

struct StreamLimits {
  std::size_t bytes_max = 256 * 1024;  // a larger piece is taken where nothing else waits
  std::size_t pieces_max = 256;
};

// BodyStream: an answer's body that goes on for as long as both ends want it. Any thread may offer
// pieces; they wait here, within the limits, until the connection sends them. No thread is held.
class BodyStream {
 public:
  // Short; from whatever thread made it so, and never while this object is locked.
  using Told = std::move_only_function<void()>;

  enum class Offered {
    taken,
    full,  // the reader is too slow: wait for room, or cut it off
    gone,  // nobody reads any more
  };
  enum class State { open, ended, cut };

  // The heartbeat is sent where nothing else was for a while; empty: nothing is.
  explicit BodyStream(std::string heartbeat = {}, StreamLimits limits = {})
      : heartbeat_(std::move(heartbeat)), limits_(limits) {}

  BodyStream(const BodyStream&) = delete;
  BodyStream& operator=(const BodyStream&) = delete;

  // The writing end.
  Offered offer(std::string_view piece);
  // What was taken is sent, then the body ends as it should.
  void end();
  // At once: what waits is dropped, and the peer sees that the body is not whole.
  void cut();
  // Told once, when all that waits was sent on, or nobody reads any more. False, and it is never
  // told, where that is so already.
  [[nodiscard]] bool await_room(Told told);
  // Told once, when nobody reads any more. Before the reading end is given away.
  void when_gone(Told told) { when_gone_ = std::move(told); }

  // The reading end, used through a BodyReader.
  void attach(Told wake);
  State take(std::string& pieces);
  State state() const;
  void leave();
  const std::string& heartbeat() const { return heartbeat_; }

 private:
  const std::string heartbeat_;
  const StreamLimits limits_;
  mutable std::mutex mutex_;
  std::string waiting_;
  std::size_t pieces_ = 0;
  State state_ = State::open;
  bool gone_ = false;
  bool asleep_ = false;  // the reader took all there was, and waits to be woken
  Told wake_;            // called locked: it only posts
  Told when_room_;
  Told when_gone_;
};

// BodyReader: the reading end, as a Response carries it; whoever holds it last need say nothing:
// the writing end hears that it is gone.
class BodyReader {
 public:
  using Allowed = std::move_only_function<bool()>;

  explicit BodyReader(std::shared_ptr<BodyStream> stream) : stream_(std::move(stream)) {}
  ~BodyReader() { stream_->leave(); }
  BodyReader(const BodyReader&) = delete;
  BodyReader& operator=(const BodyReader&) = delete;

  // `wake` is called, from any thread and many times, where there is something to take after a
  // take that found nothing. It must only post.
  void attach(BodyStream::Told wake) { stream_->attach(std::move(wake)); }
  // Adds everything that waits to `pieces`. Once the body has ended, what comes is the last of it.
  BodyStream::State take(std::string& pieces) { return stream_->take(pieces); }
  bool is_cut() const { return stream_->state() == BodyStream::State::cut; }
  const std::string& heartbeat() const { return stream_->heartbeat(); }

  // Asked before each piece is sent; what it holds is let go with the reader. Before the reader is
  // given away.
  void go_on_while(Allowed allowed) { allowed_ = std::move(allowed); }
  bool may_go_on() { return !allowed_ || allowed_(); }
  // As the writing end would.
  void end() { stream_->end(); }

 private:
  std::shared_ptr<BodyStream> stream_;
  Allowed allowed_;
};

}  // namespace http
