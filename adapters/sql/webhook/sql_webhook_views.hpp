#pragma once

#include <map>
#include <string>

#include <adapters/sql/query.hpp>

#include <ports/webhook/webhook_views.hpp>

namespace sql {

// SqlEndpointViews: endpoint as readers see it.
class SqlEndpointViews final : public webhook::EndpointViews {
 public:
  explicit SqlEndpointViews(Session& reader);

  std::vector<webhook::Endpoint> all() override;
  std::optional<webhook::Endpoint> find(const webhook::EndpointId& id) override;

 private:
  Query all_;
  Query find_;
};

// SqlDeliveryViews: delivery as readers see it. Pages come without bodies.
class SqlDeliveryViews final : public webhook::DeliveryViews {
 public:
  explicit SqlDeliveryViews(Session& reader);

  std::optional<webhook::Delivery> find(const webhook::DeliveryId& id) override;
  webhook::DeliveryPage page(const webhook::DeliveryFilter& filter,
                             std::optional<webhook::DeliveryId> after, std::size_t limit) override;

 private:
  Query& list(const webhook::DeliveryFilter& filter, bool after);

  Session& session_;
  Query find_;
  std::map<std::string, Query> lists_;  // by their text; a few kinds of filter
};

// SqlDueDeliveries: delivery as the courier sees it.
class SqlDueDeliveries final : public webhook::DueDeliveries {
 public:
  explicit SqlDueDeliveries(Session& reader);

  std::vector<webhook::EndpointId> endpoints_pending() override;
  std::vector<webhook::Delivery> first_pending(const webhook::EndpointId& endpoint,
                                               std::size_t limit) override;
  std::vector<webhook::DeliveryId> settled_before(shared::Instant before,
                                                  std::size_t limit) override;
  webhook::Backlog backlog(std::size_t counted_max) override;

 private:
  Query next_endpoint_;
  Query first_pending_;
  Query settled_before_;
  Query backlog_;
};

}  // namespace sql
