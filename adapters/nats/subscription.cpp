#include <adapters/nats/subscription.hpp>

#include <condition_variable>
#include <mutex>
#include <utility>

namespace nats {
namespace {

// A subscription that is not drained within this is let go all the same: its thread then finds
// nobody to call.
constexpr std::chrono::seconds drain_max{5};

}  // namespace

// Hands: what the delivering thread calls. Its own reference to them is gone when that thread ends.
struct Subscription::Hands {
  std::mutex mutex;
  std::condition_variable changed;
  Take take;
  bool ended = false;

  using Held = std::shared_ptr<Hands>;

  static void on_message(natsConnection*, natsSubscription*, natsMsg* message, void* closure) {
    MessagePtr owned{message};
    const auto& hands = *static_cast<Held*>(closure);
    const std::scoped_lock lock(hands->mutex);
    if (hands->take) hands->take(std::move(owned));
  }

  static void on_complete(void* closure) {
    const std::unique_ptr<Held> held{static_cast<Held*>(closure)};
    const std::scoped_lock lock((*held)->mutex);
    (*held)->ended = true;
    (*held)->changed.notify_all();
  }
};

std::unique_ptr<Subscription> Subscription::open(const Link& link, const std::string& subject,
                                                 const std::string& queue, Take take,
                                                 PendingLimits limits) {
  auto hands = std::make_shared<Hands>();
  hands->take = std::move(take);
  auto held = std::make_unique<Hands::Held>(hands);
  natsSubscription* made = nullptr;
  const auto status =
      queue.empty()
          ? natsConnection_Subscribe(&made, link.get(), subject.c_str(), Hands::on_message,
                                     held.get())
          : natsConnection_QueueSubscribe(&made, link.get(), subject.c_str(), queue.c_str(),
                                          Hands::on_message, held.get());
  if (status != NATS_OK) return nullptr;
  // From here on the delivering thread owns it, and gives it back at its end. Where it has ended
  // already these few bytes stay.
  auto* closure = held.release();
  if (natsSubscription_SetOnCompleteCB(made, Hands::on_complete, closure) != NATS_OK) {
    const std::scoped_lock lock(hands->mutex);
    hands->ended = true;
  }
  natsSubscription_SetPendingLimits(made, limits.messages_max, limits.bytes_max);
  return std::unique_ptr<Subscription>{new Subscription(link, made, std::move(hands))};
}

Subscription::Subscription(Link link, natsSubscription* subscription, std::shared_ptr<Hands> hands)
    : link_(std::move(link)), subscription_(subscription), hands_(std::move(hands)) {}

void Subscription::drain() {
  natsSubscription_Drain(subscription_);
  std::unique_lock lock(hands_->mutex);
  hands_->changed.wait_for(lock, drain_max, [&] { return hands_->ended; });
}

Subscription::~Subscription() {
  {
    const std::scoped_lock lock(hands_->mutex);
    hands_->take = nullptr;
  }
  // libnats 3.4.1 crashes on a message for a subscription that is being destroyed: drained first.
  drain();
  natsSubscription_Destroy(subscription_);
}

}  // namespace nats
