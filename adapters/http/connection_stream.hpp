#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>

#include <adapters/http/connection.hpp>
#include <adapters/http/problem.hpp>
#include <adapters/http/request_parser.hpp>
#include <adapters/http/target.hpp>
#include <adapters/http/wire.hpp>

namespace http {

inline constexpr auto as_values = boost::asio::as_tuple(boost::asio::use_awaitable);

// Connection: one peer's requests, one after the other; a request that came in behind another waits
// in the buffer. Stream is a TCP socket or a TLS stream over one.
//   Note  GCC 12 miscompiles temporaries within co_await expressions: each has a name first
template <class Stream>
class Connection final : public Peer {
 public:
  Connection(Stream stream, std::string address, Loop& loop, Service& service, Closed closed)
      : stream_(std::move(stream)), address_(std::move(address)), loop_(loop), service_(service),
        settings_(service.settings), closed_(std::move(closed)) {}

  void start() {
    auto self = std::static_pointer_cast<Connection>(shared_from_this());
    loop_.add(self);
    boost::asio::co_spawn(loop_.context(), run(std::move(self)), boost::asio::detached);
  }

  void expire() override {
    set_expired();
    if (asleep_) return loop_.wake(weak_from_this());
    boost::system::error_code ignored;
    stream_.lowest_layer().cancel(ignored);
  }

  void close() override {
    boost::system::error_code ignored;
    stream_.lowest_layer().close(ignored);
  }

  void drain() override {
    if (idle()) return close();
    if (streamed_ == nullptr) return;
    expire_after(settings_.linger_max);  // for what is being written
    loop_.wake(weak_from_this());
  }

  void wake() override {
    if (streamed_ != nullptr && streamed_->is_cut()) close();
    Peer::wake();
  }

 private:
  template <class T>
  using Awaitable = boost::asio::awaitable<T>;
  using Failure = boost::system::error_code;

  static constexpr std::size_t read_bytes = 4096;
  static constexpr std::size_t kept_bytes_max = 16 * 1024;  // of buffers, between two requests

  Awaitable<void> run(std::shared_ptr<Connection> self) {
    try {
      bool open = co_await begin();
      while (open) open = co_await serve_one();
    } catch (const std::exception&) {
      // Out of memory, say: it costs this peer its connection, and nobody else anything.
    }
    close();
    closed_();
    loop_.remove(self);
  }

  Awaitable<bool> begin();
  Awaitable<void> end();

  Awaitable<bool> serve_one() {
    const Head head = co_await read_head();
    if (head.state == HeadState::incomplete) co_return false;
    if (head.state == HeadState::refused) co_return co_await refuse(head.refusal);
    RequestParser parser;
    const Refusal wrong = co_await read_body(parser, head);
    if (gone_) co_return false;
    if (wrong.status != 0) co_return co_await refuse(wrong);
    auto target = parse_target(parser.target());
    if (!target) {
      const Refusal refusal{400, "http.malformed_target", "The target cannot be decoded."};
      co_return co_await refuse(refusal);
    }
    if (service_.draining) {
      const Refusal refusal{503, "http.draining", "The server is stopping; ask again soon."};
      co_return co_await refuse(refusal);
    }
    Request& request = parser.request();
    request.path = std::move(target->path);
    request.query = std::move(target->query);
    request.peer = address_;
    Sending sending{parser.keep_alive(), parser.version_1_0(), request.method == "HEAD"};
    hand_over(std::move(request));
    while (!response()) co_await woken();
    if (response()->stream) co_return co_await send_streamed(sending);
    // Those who wait for the server to end should not keep it waiting.
    sending.keep_alive = sending.keep_alive && !service_.draining;
    co_return co_await send(sending);
  }

  void hand_over(Request request) {
    never_expire();
    service_.handler.handle(std::move(request), [peer = shared_from_this(),
                                                 loop = loop_.shared_from_this()](
                                                    Response response) mutable {
      loop->answer(std::move(peer), std::move(response));
    });
  }

  // Incomplete: the peer has gone, or said nothing for too long.
  Awaitable<Head> read_head() {
    make_room();
    if (buffer_.size() == 0) expire_after(settings_.idle_max);
    set_idle(buffer_.size() == 0);
    if (idle() && service_.draining) co_return Head{};
    bool begun = false;
    for (;;) {
      if (buffer_.size() != 0 && !begun) {
        begun = true;
        set_idle(false);
        began_at_ = Clock::now();
        expire_at(began_at_ + settings_.head_max);
        skip_empty_line();
      }
      const Head head = inspect_head(buffered(), settings_.head);
      if (head.state != HeadState::incomplete) co_return head;
      const bool came = co_await read_some();
      if (came) continue;
      if (expired() && begun) co_return too_slow();
      co_return Head{};
    }
  }

  Head too_slow() {
    Head head;
    head.state = HeadState::refused;
    head.refusal = {408, "http.too_slow", "The request did not come in time."};
    return head;
  }

  // Some clients end a body with a line end that belongs to nothing (RFC 9112 section 2.2).
  void skip_empty_line() {
    if (buffered().starts_with("\r\n")) buffer_.consume(2);
  }

  // Status 0: the request is whole. Otherwise gone_, or why not.
  Awaitable<Refusal> read_body(RequestParser& parser, const Head& head) {
    parser.eager(true);
    parser.header_limit(static_cast<std::uint32_t>(settings_.head.bytes_max + 1));
    parser.body_limit(settings_.head.body_bytes_max);
    const auto body_at = Clock::now();
    std::size_t body_bytes = buffer_.size() - head.bytes;
    bool promised = !head.expects_continue || body_bytes > 0;
    for (;;) {
      Failure failure;
      buffer_.consume(parser.put(buffer_.data(), failure));
      if (failure == boost::beast::http::error::need_more) failure = {};
      if (failure) co_return refusal_of(failure);
      if (parser.is_done()) co_return Refusal{0, {}, {}};
      if (buffer_.size() > settings_.head.bytes_max) co_return bad_body();
      if (!promised) promised = co_await say_continue();
      const std::chrono::milliseconds earned(body_bytes * 1000 / settings_.body_bytes_per_s_min);
      expire_at(std::min(began_at_ + settings_.request_max,
                         body_at + settings_.body_grace + earned));
      const std::size_t before = buffer_.size();
      const bool came = co_await read_some();
      body_bytes += buffer_.size() - before;
      if (came) continue;
      gone_ = !expired();
      co_return too_slow().refusal;
    }
  }

  Awaitable<bool> say_continue() {
    static constexpr std::string_view go_on = "HTTP/1.1 100 Continue\r\n\r\n";
    const auto bytes = boost::asio::buffer(go_on);
    co_await boost::asio::async_write(stream_, bytes, as_values);
    co_return true;
  }

  static Refusal bad_body() {
    return {400, "http.malformed_body", "The chunks of the body are malformed."};
  }

  static Refusal refusal_of(const Failure& failure) {
    if (failure == boost::beast::http::error::body_limit)
      return {413, "http.body_too_large", "The body is larger than this server takes."};
    return bad_body();
  }

  // Answers, and listens on for a moment without reading: a connection that is closed with unread
  // bytes is reset, and the peer might never see the answer.
  Awaitable<bool> refuse(const Refusal& refusal) {
    if (service_.on_refused) service_.on_refused(refusal, address_);
    response() = problem(refusal.status, refusal.code, refusal.detail,
                         shared::prefixed("req_", service_.ids.next()));
    const Sending last{.keep_alive = false};
    co_await send(last);
    Failure ignored;
    stream_.lowest_layer().shutdown(boost::asio::ip::tcp::socket::shutdown_send, ignored);
    expire_after(settings_.linger_max);
    bool came = true;
    while (came) {
      buffer_.consume(buffer_.size());
      came = co_await read_some();
    }
    co_return false;
  }

  // Whether the connection goes on.
  Awaitable<bool> send(const Sending& sending) {
    write_response(out_, *response(), sending, loop_.date());
    response().reset();
    expire_after(settings_.write_max);
    const auto bytes = boost::asio::buffer(out_);
    const auto [failure, written] = co_await boost::asio::async_write(stream_, bytes, as_values);
    out_.clear();
    if (!failure && !sending.keep_alive) co_await end();
    co_return !failure && sending.keep_alive;
  }

  // Until the body ends, the peer goes or the server drains; the connection ends with it.
  Awaitable<bool> send_streamed(Sending sending);
  Awaitable<bool> send_pieces(BodyReader& body, Sending sending);
  Awaitable<bool> write_out();
  Awaitable<void> hear_the_end(std::shared_ptr<Connection> self);

  Awaitable<bool> read_some() {
    const auto room = buffer_.prepare(read_bytes);
    const auto [failure, bytes] = co_await stream_.async_read_some(room, as_values);
    buffer_.commit(bytes);
    co_return !failure;
  }

  std::string_view buffered() const {
    return {static_cast<const char*>(buffer_.data().data()), buffer_.size()};
  }

  // One large request does not cost memory for as long as its connection lives.
  void make_room() {
    if (out_.capacity() > kept_bytes_max) out_ = {};
    if (buffer_.size() == 0 && buffer_.capacity() > kept_bytes_max) buffer_ = {};
  }

  Stream stream_;
  const std::string address_;
  Loop& loop_;
  Service& service_;
  const ServerSettings& settings_;
  Closed closed_;
  boost::beast::flat_buffer buffer_;
  std::string out_;
  Clock::time_point began_at_;  // when the first byte of the request was there
  bool gone_ = false;
  BodyReader* streamed_ = nullptr;  // while an answer is streamed
  bool asleep_ = false;             // until there is more of it
  bool hearing_ = false;            // meanwhile, for the peer's end
};

}  // namespace http
