#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <shared/domain/instant.hpp>
#include <webhook/domain/webhook_ids.hpp>

namespace webhook {

enum class DeliveryStatus {
  pending,    // to be sent, or sent again, at next_at
  succeeded,  // the receiver answered 2xx
  failed,     // it was tried as often as it may be, or the receiver is gone
  canceled,   // its endpoint was disabled or deleted before it could be sent
};
std::string_view to_text(DeliveryStatus status);
std::optional<DeliveryStatus> parse_delivery_status(std::string_view text);

// Attempt: how one attempt to send a delivery ended.
struct Attempt {
  enum class Outcome { succeeded, failed, gone, canceled };

  Outcome outcome = Outcome::failed;
  int status_code = 0;  // of the answer; 0 where there was none
  std::string error;    // empty where it succeeded
  // How long the receiver asked to be left alone.
  std::optional<std::chrono::seconds> retry_after = {};
};

// Delivery: one event on its way to one endpoint.
//   Shape   message_id is the event's id and stays the same however often it is sent: the receiver
//           knows a repeat by it; object and sequence are the aggregate's key and version, so that
//           a receiver can put what it hears of one object in order
//   Bounds  10 attempts over three days; error at most 200 characters
class Delivery {
 public:
  struct Fields {
    DeliveryId id;
    EndpointId endpoint;
    std::string message_id;
    std::string type;
    std::string log;  // with offset: where the event stands; empty for a test
    std::int64_t offset = 0;
    std::string object;
    std::int64_t sequence = 0;
    std::string body;
    DeliveryStatus status = DeliveryStatus::pending;
    int attempts = 0;                        // since it was made, or last asked for by hand
    std::optional<shared::Instant> next_at;  // while it is pending
    int status_code = 0;                     // of the last answer; 0: there was none
    std::string error;                       // of the last attempt
    shared::Instant created_at;
    std::optional<shared::Instant> settled_at;

    bool operator==(const Fields&) const = default;
  };
  static constexpr int attempts_max = 10;
  static constexpr std::size_t error_max = 200;
  static constexpr std::chrono::hours retry_after_max{24};

  // A new one, or one that was, read back from a store.
  explicit Delivery(Fields fields) : fields_{std::move(fields)} {}

  // An attempt of a pending delivery ended.
  void attempted(const Attempt& attempt, shared::Instant now);
  // It is to be sent now, whatever became of it; as if for the first time.
  void replay(shared::Instant now);

  bool pending() const { return fields_.status == DeliveryStatus::pending; }
  const Fields& fields() const { return fields_; }
  bool operator==(const Delivery&) const = default;

 private:
  void settle(DeliveryStatus status, shared::Instant now);

  Fields fields_;
};

// How long a delivery waits after so many failed attempts: longer each time, and up to a tenth more
// by its id, so that what failed together does not come back together. Nothing: it is given up.
std::optional<std::chrono::milliseconds> wait_after(int attempts, const DeliveryId& id);

}  // namespace webhook
