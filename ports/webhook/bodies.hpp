#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include <shared/domain/instant.hpp>
#include <webhook/domain/webhook_ids.hpp>

namespace webhook {

// Fact: another module's event, as far as a receiver is told of it.
struct Fact {
  std::string id;  // the event's; the same for every receiver
  std::string type;
  std::string log;
  std::int64_t offset = 0;
  std::string object;
  std::int64_t sequence = 0;
  bool removes = false;
  shared::Instant occurred_at;
  std::string_view payload;  // of the event; lives as long as the call
};

// Bodies: what a receiver gets to read. The same for the same fact, for ever.
class Bodies {
 public:
  virtual ~Bodies() = default;
  virtual std::string of(const Fact& fact) const = 0;
  virtual std::string of_test(const EndpointId& endpoint, std::string_view message_id,
                              shared::Instant at) const = 0;
};

}  // namespace webhook
