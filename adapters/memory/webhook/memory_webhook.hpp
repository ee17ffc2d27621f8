#pragma once

#include <algorithm>
#include <set>
#include <vector>

#include <adapters/memory/memory_rows.hpp>

#include <ports/webhook/webhook_outbox.hpp>
#include <ports/webhook/webhook_rows.hpp>
#include <ports/webhook/webhook_views.hpp>

namespace memory {

struct KeyOfFieldsId {
  template <class Row>
  auto operator()(const Row& row) const {
    return row.fields().id;
  }
};
struct KeyOfEndpointRegister {
  webhook::EndpointRegister::Key operator()(const webhook::EndpointRegister&) const { return {}; }
};

using MemoryEndpoints = MemoryRows<webhook::EndpointId, webhook::Endpoint, KeyOfFieldsId>;
using MemoryDeliveries = MemoryRows<webhook::DeliveryId, webhook::Delivery, KeyOfFieldsId>;
using MemoryEndpointRegisters = MemoryRows<webhook::EndpointRegister::Key,
                                           webhook::EndpointRegister, KeyOfEndpointRegister>;

// MemoryWebhookOutbox: keeps what was said, in order.
class MemoryWebhookOutbox final : public webhook::WebhookOutbox {
 public:
  void append(const webhook::events::WebhookEvent& event) override { said_.push_back(event); }

  const std::vector<webhook::events::WebhookEvent>& said() const { return said_; }

 private:
  std::vector<webhook::events::WebhookEvent> said_;
};

class MemoryEndpointViews final : public webhook::EndpointViews {
 public:
  explicit MemoryEndpointViews(const MemoryEndpoints& endpoints) : endpoints_(endpoints) {}

  std::vector<webhook::Endpoint> all() override {
    std::vector<webhook::Endpoint> out;
    for (const auto& [id, endpoint] : endpoints_.rows()) out.push_back(endpoint);
    return out;
  }
  std::optional<webhook::Endpoint> find(const webhook::EndpointId& id) override {
    const auto found = endpoints_.rows().find(id);
    return found != endpoints_.rows().end() ? std::optional{found->second} : std::nullopt;
  }

 private:
  const MemoryEndpoints& endpoints_;
};

class MemoryDueDeliveries final : public webhook::DueDeliveries {
 public:
  explicit MemoryDueDeliveries(const MemoryDeliveries& deliveries) : deliveries_(deliveries) {}

  std::vector<webhook::EndpointId> endpoints_pending() override {
    std::set<webhook::EndpointId> ids;
    for (const auto& [id, delivery] : deliveries_.rows()) {
      if (delivery.pending()) ids.insert(delivery.fields().endpoint);
    }
    return {ids.begin(), ids.end()};
  }
  std::vector<webhook::Delivery> first_pending(const webhook::EndpointId& endpoint,
                                               std::size_t limit) override {
    std::vector<webhook::Delivery> out;
    for (const auto& [id, delivery] : deliveries_.rows()) {
      if (delivery.pending() && delivery.fields().endpoint == endpoint) out.push_back(delivery);
    }
    std::ranges::stable_sort(out, {}, [](const auto& one) { return one.fields().next_at; });
    if (out.size() > limit) out.erase(out.begin() + static_cast<std::ptrdiff_t>(limit), out.end());
    return out;
  }
  std::vector<webhook::DeliveryId> settled_before(shared::Instant before,
                                                  std::size_t limit) override {
    std::vector<webhook::DeliveryId> out;
    for (const auto& [id, delivery] : deliveries_.rows()) {
      const auto at = delivery.fields().settled_at;
      if (at && *at < before && out.size() < limit) out.push_back(id);
    }
    return out;
  }
  webhook::Backlog backlog(std::size_t counted_max) override {
    webhook::Backlog backlog;
    for (const auto& [id, delivery] : deliveries_.rows()) {
      if (!delivery.pending() || backlog.pending == counted_max) continue;
      ++backlog.pending;
      const auto made = delivery.fields().created_at;
      backlog.oldest = std::min(backlog.oldest.value_or(made), made);
    }
    return backlog;
  }

 private:
  const MemoryDeliveries& deliveries_;
};

}  // namespace memory
