#pragma once

#include <chrono>
#include <expected>
#include <string>

#include <adapters/nats/subscription.hpp>

namespace nats {

// Mailbox: interest in a subject, whose messages one thread takes when it likes.
class Mailbox {
 public:
  Mailbox(Link link, const std::string& subject, PendingLimits limits);
  ~Mailbox();
  Mailbox(const Mailbox&) = delete;
  Mailbox& operator=(const Mailbox&) = delete;

  // The next message; null when the time is over. NATS_CONNECTION_CLOSED and the like where none
  // will come any more.
  std::expected<MessagePtr, natsStatus> next(std::chrono::milliseconds within);

 private:
  Link link_;
  natsSubscription* subscription_ = nullptr;
};

}  // namespace nats
