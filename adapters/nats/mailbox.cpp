#include <adapters/nats/mailbox.hpp>

#include <algorithm>
#include <utility>

namespace nats {
namespace {

constexpr std::int64_t drain_max_ms = 1'000;

}  // namespace

Mailbox::Mailbox(Link link, const std::string& subject, PendingLimits limits)
    : link_(std::move(link)) {
  if (natsConnection_SubscribeSync(&subscription_, link_.get(), subject.c_str()) == NATS_OK) {
    natsSubscription_SetPendingLimits(subscription_, limits.messages_max, limits.bytes_max);
  }
}

// Drained before it is destroyed: libnats 3.4.1 crashes on a message that comes in between.
Mailbox::~Mailbox() {
  if (subscription_ == nullptr) return;
  if (natsSubscription_Unsubscribe(subscription_) == NATS_OK) {
    natsConnection_FlushTimeout(link_.get(), drain_max_ms);
  }
  natsSubscription_Destroy(subscription_);
}

std::expected<MessagePtr, natsStatus> Mailbox::next(std::chrono::milliseconds within) {
  if (subscription_ == nullptr) return std::unexpected(NATS_INVALID_SUBSCRIPTION);
  natsMsg* message = nullptr;
  const auto status = natsSubscription_NextMsg(
      &message, subscription_, std::max<std::int64_t>(within.count(), 1));
  if (status == NATS_OK) return MessagePtr{message};
  if (status == NATS_TIMEOUT) return nullptr;
  return std::unexpected(status);
}

}  // namespace nats
