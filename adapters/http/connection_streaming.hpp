#pragma once

#include <array>
#include <atomic>
#include <utility>

#include <adapters/http/connection_stream.hpp>

// How a connection sends a body that comes in pieces. Between two pieces it holds no buffer, and no
// thread; beside, it listens for nothing but the peer's end.
namespace http {

// CountedStream: one more of the server's streams, while it lives.
class CountedStream {
 public:
  explicit CountedStream(std::shared_ptr<std::atomic<std::size_t>> count)
      : count_(std::move(count)) {
    count_->fetch_add(1);
  }
  ~CountedStream() { count_->fetch_sub(1); }
  CountedStream(const CountedStream&) = delete;
  CountedStream& operator=(const CountedStream&) = delete;

 private:
  std::shared_ptr<std::atomic<std::size_t>> count_;
};

template <class Stream>
boost::asio::awaitable<bool> Connection<Stream>::send_streamed(Sending sending) {
  const CountedStream counted(service_.streams);
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
    const bool allowed = body.may_go_on();
    if (!allowed) pieces.clear();
    const bool last = !allowed || state == BodyStream::State::ended || service_.draining;
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
