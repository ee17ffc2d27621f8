#pragma once

#include <cstdint>
#include <string>

namespace sync {

// Draft: an event as its module says it; offset, id, time and causes are the lane's to add.
struct Draft {
  std::string aggregate_type;
  std::string key;
  std::int64_t version = 0;  // after the change; 1 for a new aggregate
  bool removes = false;
  std::string type;
  int schema_version = 1;
  std::string payload;  // at most payload_bytes_max
};

// Outbox: where a use case says what happened. The event becomes durable with the state that it
// speaks of, or neither does; a refused command's events vanish with its changes.
class Outbox {
 public:
  virtual ~Outbox() = default;
  virtual void append(Draft draft) = 0;
};

}  // namespace sync
