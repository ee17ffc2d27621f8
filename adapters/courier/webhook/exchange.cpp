#include <adapters/courier/webhook/exchange.hpp>

#include <algorithm>
#include <charconv>
#include <string_view>
#include <utility>

#include <openssl/ssl.h>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/write.hpp>

namespace courier {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using boost::system::error_code;
using Clock = std::chrono::steady_clock;

constexpr std::size_t head_bytes_max = 16 * 1024;
constexpr std::size_t addresses_max = 8;  // of one host that are tried

// As a number of seconds; a date says nothing here.
std::optional<std::chrono::seconds> retry_after(std::string_view text) {
  std::uint32_t seconds = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), seconds);
  if (failure != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return std::chrono::seconds{seconds};
}

http::request<http::string_body> request_of(webhook::Message& message, const webhook::Url& url,
                                            const std::string& user_agent) {
  http::request<http::string_body> request{http::verb::post, url.target(), 11};
  request.set(http::field::host, url.authority());
  request.set(http::field::user_agent, user_agent);
  request.set(http::field::content_type, "application/json");
  request.set("webhook-id", message.id);
  request.set("webhook-timestamp", message.timestamp);
  request.set("webhook-signature", message.signature);
  request.body() = std::move(message.body);
  request.keep_alive(false);
  request.prepare_payload();
  return request;
}

}  // namespace

Exchange::Exchange(const Around& around, webhook::Message message, webhook::Transport::Done done)
    : around_(around),
      message_(std::move(message)),
      done_(std::move(done)),
      began_(Clock::now()),
      timer_(around.loop),
      turn_(around.loop),
      socket_(around.loop) {
  answer_.header_limit(head_bytes_max);
  answer_.body_limit(boost::none);  // read_body() bounds it
}

template <class Use>
void Exchange::with_stream(Use use) {
  if (secure_) {
    use(*secure_);
  } else {
    use(socket_);
  }
}

void Exchange::start() {
  auto url = webhook::Url::parse(message_.url, around_.settings.allow_private_addresses);
  if (!url) return fail(url.error().detail);
  url_ = std::move(*url);
  end_after(around_.settings.connect_max, "No connection was made in time.");
  resolve();
}

void Exchange::resolve() {
  error_code not_literal;
  const auto literal = asio::ip::make_address(url_->host(), not_literal);
  if (!not_literal) return choose({literal});
  around_.resolver.ask(url_->host(), over_, [self = shared_from_this()](const Addresses& found) {
    self->choose(found);
  });
}

void Exchange::choose(const Addresses& found) {
  if (!done_) return;
  if (found.empty()) return fail("The host's name has no address.");
  for (const auto& address : found) {
    if (!around_.settings.allow_private_addresses && !is_public(address)) continue;
    if (targets_.size() < addresses_max) targets_.emplace_back(address, url_->port());
  }
  if (targets_.empty()) return fail("The host's address is not public; nothing was sent.");
  std::ranges::reverse(targets_);
  connect();
}

// Each address has its turn, one after the other: one that swallows what is sent to it must not
// take the time of those behind it. The last has all that is left.
void Exchange::connect() {
  const auto untried = static_cast<int>(targets_.size());
  const auto target = targets_.back();
  targets_.pop_back();
  if (!targets_.empty()) {
    turn_.expires_after(
        std::min(around_.settings.address_max, left_of(around_.settings.connect_max) / untried));
    turn_.async_wait([self = shared_from_this()](error_code canceled) {
      if (canceled || !self->done_ || self->turn_.expiry() > Clock::now()) return;
      error_code ignored;
      self->socket_.close(ignored);
    });
  }
  socket_.async_connect(target, [self = shared_from_this()](error_code failure) {
    if (self->done_) self->connected(failure);
  });
}

void Exchange::connected(error_code failure) {
  // Its turn may have ended, and the socket be closed, since it was connected.
  if (!failure && !socket_.is_open()) failure = asio::error::timed_out;
  turn_.expires_at(Clock::time_point::max());
  if (!failure) return shake_hands();
  if (targets_.empty()) return fail("No connection: " + failure.message());
  error_code ignored;
  socket_.close(ignored);
  connect();
}

std::chrono::milliseconds Exchange::left_of(std::chrono::milliseconds time) const {
  return time - std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - began_);
}

void Exchange::shake_hands() {
  if (!url_->secure()) return write();
  secure_.emplace(socket_, around_.tls);
  secure_->set_verify_mode(asio::ssl::verify_peer);
  secure_->set_verify_callback(asio::ssl::host_name_verification(url_->host()));
  error_code not_literal;
  asio::ip::make_address(url_->host(), not_literal);
  if (not_literal &&
      SSL_set_tlsext_host_name(secure_->native_handle(), url_->host().c_str()) != 1) {
    return fail("TLS does not take the host's name.");
  }
  secure_->async_handshake(asio::ssl::stream_base::client,
                           [self = shared_from_this()](error_code failure) {
                             if (!self->done_) return;
                             if (failure) return self->fail("TLS: " + failure.message());
                             self->write();
                           });
}

void Exchange::write() {
  end_after(left_of(around_.settings.total_max), "No answer came in time.");
  request_ = request_of(message_, *url_, around_.settings.user_agent);
  with_stream([this](auto& stream) {
    http::async_write(stream, request_,
                      [self = shared_from_this()](error_code failure, std::size_t) {
                        if (!self->done_) return;
                        if (failure) return self->fail("Sending: " + failure.message());
                        self->read_head();
                      });
  });
}

void Exchange::read_head() {
  with_stream([this](auto& stream) {
    http::async_read_header(stream, buffer_, answer_,
                            [self = shared_from_this()](error_code failure, std::size_t) {
                              if (!self->done_) return;
                              if (failure) return self->fail("Answer: " + failure.message());
                              self->read_body();
                            });
  });
}

// So that the receiver may finish; whatever becomes of it, the head has said what counts.
void Exchange::read_body() {
  if (answer_.is_done() || body_bytes_ > around_.settings.answer_bytes_max) {
    return finish_by_head();
  }
  answer_.get().body() = {dropped_.data(), dropped_.size(), true};
  with_stream([this](auto& stream) {
    http::async_read_some(stream, buffer_, answer_,
                          [self = shared_from_this()](error_code failure, std::size_t bytes) {
                            if (!self->done_) return;
                            if (failure == http::error::need_buffer) failure = {};
                            if (failure) return self->finish_by_head();
                            self->body_bytes_ += bytes;
                            self->read_body();
                          });
  });
}

void Exchange::finish_by_head() {
  const auto& head = answer_.get();
  finish({.status = static_cast<int>(head.result_int()),
          .retry_after = retry_after(head[http::field::retry_after])});
}

void Exchange::end_after(std::chrono::milliseconds time, std::string text) {
  timer_.expires_after(time);
  timer_.async_wait([self = shared_from_this(), text = std::move(text)](error_code canceled) {
    if (canceled || !self->done_) return;
    if (self->answer_.is_header_done()) return self->finish_by_head();
    self->fail(text);
  });
}

void Exchange::fail(std::string why) { finish({.status = 0, .error = std::move(why)}); }

void Exchange::finish(webhook::Reply reply) {
  over_->store(true);
  timer_.cancel();
  turn_.cancel();
  error_code ignored;
  socket_.close(ignored);
  around_.post([done = std::exchange(done_, nullptr), reply = std::move(reply)]() mutable {
    done(std::move(reply));
  });
}

}  // namespace courier
