#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <utility>

#include <adapters/nats/connection.hpp>
#include <adapters/nats/header_text.hpp>
#include <adapters/nats/mailbox.hpp>
#include <adapters/nats/request_message.hpp>
#include <tests/requests/nats_peer.hpp>

namespace requests_test {

// Heard: a message of the broker's, as it came.
struct Heard {
  nats::MessagePtr message;

  explicit operator bool() const { return message != nullptr; }
  std::string reply_to() const {
    const char* reply = natsMsg_GetReply(message.get());
    return reply == nullptr ? "" : reply;
  }
  std::string_view data() const {
    return {natsMsg_GetData(message.get()),
            static_cast<std::size_t>(natsMsg_GetDataLength(message.get()))};
  }
  std::string header(const char* name) const {
    const char* value = nullptr;
    return natsMsgHeader_Get(message.get(), name, &value) == NATS_OK ? value : "";
  }
};

// RawVoice: somebody at the broker who says whatever it likes, and hears one subject.
class RawVoice {
 public:
  RawVoice(const std::string& url, const std::string& hears)
      : connection_(Peer::settings(url, "voice"), [](const nats::Notice&) {}) {
    while (!connection_.link()) std::this_thread::sleep_for(std::chrono::milliseconds{1});
    mail_.emplace(connection_.link(), hears, nats::PendingLimits{});
    flush();
  }

  Heard next(std::chrono::milliseconds within = std::chrono::milliseconds{20'000}) {
    auto came = mail_->next(within);
    return {came ? std::move(*came) : nullptr};
  }
  void say(const nats::MessagePtr& message) {
    natsConnection_PublishMsg(connection_.link().get(), message.get());
  }
  // All that was said is with the broker.
  void flush() { natsConnection_FlushTimeout(connection_.link().get(), 20'000); }

 private:
  nats::Connection connection_;
  std::optional<nats::Mailbox> mail_;
};

}  // namespace requests_test
