#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include <tests/bench/workload.hpp>

// What a reference writes by hand when the n-th user registers, and what it replicates of it.
namespace bench {

struct Registration {
  NewUser user;
  std::int64_t key_prefix = 0;  // of the idempotency key
  std::string fingerprint;
  std::string id;
  std::string event_id;
  std::string request_id;
  std::string traceparent;
  std::string payload;  // of the event
  std::int64_t at = 0;  // Unix milliseconds
};
Registration registration(std::int64_t n);

// Views into an event's payload.
struct Replicated {
  std::string_view email;
  std::string_view display_name;
  std::string_view time_zone;
  std::string_view status;
};
Replicated replicated(std::string_view payload);

}  // namespace bench
