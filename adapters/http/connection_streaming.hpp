#pragma once

#include <array>
#include <atomic>
#include <utility>

#include <adapters/http/connection_stream.hpp>
#include <adapters/http/http_errors.hpp>

// How a connection sends a body that comes in pieces. Between two pieces it holds no buffer, and no
// thread; beside, it listens for nothing but the peer's end.
namespace http {

// StreamPlace: one of the streams that a server bears, while it lives.
class StreamPlace {
 public:
  StreamPlace(std::shared_ptr<std::atomic<std::size_t>> taken, std::size_t most)
      : taken_(std::move(taken)), free_(taken_->fetch_add(1) < most) {}
  ~StreamPlace() { taken_->fetch_sub(1); }
  StreamPlace(const StreamPlace&) = delete;
  StreamPlace& operator=(const StreamPlace&) = delete;

  bool is_free() const { return free_; }

 private:
  std::shared_ptr<std::atomic<std::size_t>> taken_;
  bool free_;
};

template <class Stream>
boost::asio::awaitable<bool> Connection<Stream>::send_streamed(Sending sending) {
  const StreamPlace place(service_.streams, settings_.streams_max);
  if (!place.is_free()) {
    response() = problem(errors::too_many_streams(), shared::prefixed("req_", service_.ids.next()));
    co_return co_await send(sending);
  }
  // Nothing that the peer says behind this request is read as another one.
  sending.keep_alive = false;
  const auto body = std::move(response()->stream);
  response()->stream = body;  // the head says that there is no length
  write_response(out_, *response(), sending, loop_.date());
  response().reset();
  if (sending.head_only) {
    co_await write_out();
    co_await end();
    co_return false;
  }
  buffer_ = {};
  streamed_ = body.get();
  body->attach([peer = weak_from_this(), loop = loop_.shared_from_this()] { loop->wake(peer); });
  hearing_ = true;
  auto self = std::static_pointer_cast<Connection>(shared_from_this());
  boost::asio::co_spawn(loop_.context(), hear_the_end(std::move(self)), boost::asio::detached);
  const bool whole = co_await send_pieces(*body, sending);
  streamed_ = nullptr;
  if (!whole) co_return false;
  // The reading must have ended before the end is negotiated: a TLS stream bears one reader.
  Failure ignored;
  stream_.lowest_layer().cancel(ignored);
  while (hearing_) co_await woken();
  co_await end();
  co_return false;
}

// Whether the body went out to its end. Begins with the head, which is in out_ already.
template <class Stream>
boost::asio::awaitable<bool> Connection<Stream>::send_pieces(BodyReader& body, Sending sending) {
  bool written = co_await write_out();
  while (written && !gone_) {
    std::string pieces;
    const auto state = body.take(pieces);
    if (state == BodyStream::State::cut) co_return false;
    const bool last = state == BodyStream::State::ended || service_.draining;
    if (pieces.empty() && !last) {
      expire_after(settings_.heartbeat_every);
      asleep_ = true;
      co_await woken();
      asleep_ = false;
      if (!expired()) continue;
      pieces = body.heartbeat();
    }
    write_piece(out_, pieces, sending);
    pieces = {};
    if (last) write_end(out_, sending);
    written = co_await write_out();
    if (last) co_return written;
  }
  co_return false;
}

template <class Stream>
boost::asio::awaitable<bool> Connection<Stream>::write_out() {
  expire_after(service_.draining ? settings_.linger_max : settings_.write_max);
  const auto bytes = boost::asio::buffer(out_);
  const auto [failure, written] = co_await boost::asio::async_write(stream_, bytes, as_values);
  out_ = {};
  co_return !failure;
}

// What the peer still says is dropped; that it can say no more ends the stream.
template <class Stream>
boost::asio::awaitable<void> Connection<Stream>::hear_the_end(std::shared_ptr<Connection> self) {
  std::array<char, 256> heard;
  const auto room = boost::asio::buffer(heard);
  for (bool open = true; open;) {
    const auto [failure, bytes] = co_await stream_.async_read_some(room, as_values);
    open = !failure;
  }
  gone_ = true;
  hearing_ = false;
  loop_.wake(self);
}

}  // namespace http
