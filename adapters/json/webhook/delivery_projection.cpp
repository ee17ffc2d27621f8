#include <adapters/json/webhook/delivery_projection.hpp>

#include <cstdint>

#include <shared/domain/uuid.hpp>

namespace json {

shared::Done DeliveryProjection::apply(const sync::Event& event) {
  queue_({.id = shared::to_text(event.id),
          .type = event.type,
          .log = log_,
          .offset = static_cast<std::int64_t>(event.offset),
          .object = event.key,
          .sequence = event.version,
          .removes = event.removes,
          .occurred_at = event.occurred_at,
          .payload = event.payload});
  return {};
}

}  // namespace json
