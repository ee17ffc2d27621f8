#pragma once

#include <limits>
#include <string>
#include <utility>

#include <ports/sync/event_handler.hpp>

#include <webhook/application/queue_deliveries.hpp>

namespace json {

// DeliveryProjection: every event of one log, whatever its type and version, for whoever wants it:
// receivers are told what was said, and what is new to this binary may not be new to them.
class DeliveryProjection final : public sync::Projection {
 public:
  DeliveryProjection(const webhook::QueueDeliveries& queue, std::string log)
      : queue_(queue), log_(std::move(log)) {}

  std::string_view aggregate_type() const override { return sync::every_aggregate_type; }
  int schema_version_max() const override { return std::numeric_limits<int>::max(); }
  void want(const sync::Event&) override { queue_.want(); }
  shared::Done apply(const sync::Event& event) override;

 private:
  webhook::QueueDeliveries queue_;
  std::string log_;  // "user/0"
};

}  // namespace json
