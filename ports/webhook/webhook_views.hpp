#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include <webhook/domain/delivery.hpp>
#include <webhook/domain/endpoint.hpp>

namespace webhook {

// EndpointViews: endpoints as readers see them, with their secrets: durable state only.
class EndpointViews {
 public:
  virtual ~EndpointViews() = default;
  // Every endpoint, in the order of their making; at most endpoints_max.
  virtual std::vector<Endpoint> all() = 0;
  virtual std::optional<Endpoint> find(const EndpointId& id) = 0;
};

// DeliveryFilter: which deliveries a list shows; all conditions given must hold.
struct DeliveryFilter {
  std::optional<EndpointId> endpoint;
  std::optional<DeliveryStatus> status;
};

struct DeliveryPage {
  std::vector<Delivery> rows;
  bool has_more = false;
};

// DeliveryViews: deliveries as readers see them: durable state only.
class DeliveryViews {
 public:
  virtual ~DeliveryViews() = default;
  virtual std::optional<Delivery> find(const DeliveryId& id) = 0;
  // At most `limit` that are older than `after`, the newest first. No total is ever counted.
  virtual DeliveryPage page(const DeliveryFilter& filter, std::optional<DeliveryId> after,
                            std::size_t limit) = 0;
};

// Backlog: how much there is to send.
struct Backlog {
  std::size_t pending = 0;
  std::optional<shared::Instant> oldest;  // of those that were counted: made then
};

// DueDeliveries: what the courier looks at: durable state only.
class DueDeliveries {
 public:
  virtual ~DueDeliveries() = default;
  // The endpoints that have pending deliveries, also those that are deleted by now.
  virtual std::vector<EndpointId> endpoints_pending() = 0;
  // At most `limit` pending deliveries of the endpoint, those that are due first before others.
  virtual std::vector<Delivery> first_pending(const EndpointId& endpoint, std::size_t limit) = 0;
  // At most `limit` deliveries that were settled before that.
  virtual std::vector<DeliveryId> settled_before(shared::Instant before, std::size_t limit) = 0;
  // No more than `counted_max` are counted.
  virtual Backlog backlog(std::size_t counted_max) = 0;
};

}  // namespace webhook
