#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>

#include <nats/nats.h>

#include <adapters/nats/connection.hpp>

namespace nats {

struct FreeMessage {
  void operator()(natsMsg* message) const { natsMsg_Destroy(message); }
};
using MessagePtr = std::unique_ptr<natsMsg, FreeMessage>;

struct PendingLimits {
  int messages_max = 64 * 1024;
  int bytes_max = 64 * 1024 * 1024;
};

// Subscription: interest in a subject, over one link and with it alone.
//   Bounds  what waits to be taken; more is dropped and told as Notice::slow
class Subscription {
 public:
  // Called on a thread of the subscription's own, one message at a time.
  using Take = std::function<void(MessagePtr)>;

  // With `queue` each message reaches one of those subscribed under that name. Null where the link
  // is lost already: its watcher hears of the next.
  [[nodiscard]] static std::unique_ptr<Subscription> open(const Link& link,
                                                          const std::string& subject,
                                                          const std::string& queue, Take take,
                                                          PendingLimits limits = {});
  // No more is sent to it; what came before is still taken when this returns. Not from `take`.
  void drain();
  // After it `take` is not called, nor under way. Not from `take`.
  ~Subscription();
  Subscription(const Subscription&) = delete;
  Subscription& operator=(const Subscription&) = delete;

 private:
  struct Hands;
  Subscription(Link link, natsSubscription* subscription, std::shared_ptr<Hands> hands);

  Link link_;
  natsSubscription* subscription_;
  std::shared_ptr<Hands> hands_;
};

}  // namespace nats
