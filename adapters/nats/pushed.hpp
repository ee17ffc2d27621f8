#pragma once

#include <cstdint>
#include <optional>

#include <adapters/nats/subscription.hpp>

// What a push consumer sends beside events.
//   Source  NATS ADR-15: the reply subject of a delivered message, heartbeats and flow control
namespace nats {

// Pushed: where a delivered message stands.
struct Pushed {
  std::uint64_t stream_sequence = 0;
  std::uint64_t consumer_sequence = 0;  // 1, 2, 3, ... of what was sent to us
};

// Nothing where the message was not delivered by a consumer.
std::optional<Pushed> pushed(natsMsg* message);

// Answers a request for flow control, and says whether the message was one of the consumer's own
// words: then it carries nothing.
bool keep_flowing(const Link& link, natsMsg* message);

}  // namespace nats
