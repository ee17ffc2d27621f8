#include <adapters/sql/webhook/sql_webhook_views.hpp>

#include <adapters/sql/cells.hpp>
#include <adapters/sql/webhook/delivery_row.hpp>
#include <adapters/sql/webhook/endpoint_row.hpp>

#include <ports/sync/store_errors.hpp>

namespace sql {
namespace {

std::string select(std::string_view columns, std::string_view rest) {
  return "SELECT " + std::string(columns) + ' ' + std::string(rest);
}

// Said in words, so that the index on what is pending is known to serve.
constexpr std::string_view pending = "status = 'pending'";

template <class Id>
Id id_in(const Query& cells) {
  const auto id = Id::parse(cells.text(0));
  if (!id) throw sync::StoreBroken("a webhook delivery row that cannot be read");
  return *id;
}

}  // namespace

SqlEndpointViews::SqlEndpointViews(Session& reader)
    : all_(reader, select(endpoint_columns, "FROM endpoint ORDER BY id"), "", endpoint_shape),
      find_(reader, select(endpoint_columns, "FROM endpoint WHERE id = :id"), "t",
            endpoint_shape) {}

std::vector<webhook::Endpoint> SqlEndpointViews::all() {
  std::vector<webhook::Endpoint> out;
  all_.each([&] { out.push_back(read_endpoint(all_)); });
  return out;
}

std::optional<webhook::Endpoint> SqlEndpointViews::find(const webhook::EndpointId& id) {
  if (!find_.with(id.text()).one()) return std::nullopt;
  return read_endpoint(find_);
}

SqlDeliveryViews::SqlDeliveryViews(Session& reader)
    : session_(reader),
      find_(reader, select(delivery_columns, "FROM delivery WHERE id = :id"), "t",
            delivery_shape) {}

std::optional<webhook::Delivery> SqlDeliveryViews::find(const webhook::DeliveryId& id) {
  if (!find_.with(id.text()).one()) return std::nullopt;
  return read_delivery(find_);
}

webhook::DeliveryPage SqlDeliveryViews::page(const webhook::DeliveryFilter& filter,
                                             std::optional<webhook::DeliveryId> after,
                                             std::size_t limit) {
  auto& list = this->list(filter, after.has_value());
  std::size_t at = 0;
  if (filter.endpoint) list.bind(at++, filter.endpoint->text());
  if (filter.status) list.bind(at++, webhook::to_text(*filter.status));
  if (after) list.bind(at++, after->text());
  list.bind(at, static_cast<std::int64_t>(limit + 1));

  webhook::DeliveryPage page;
  list.each([&] {
    page.has_more = page.rows.size() == limit;
    if (!page.has_more) page.rows.push_back(read_delivery(list));
  });
  return page;
}

Query& SqlDeliveryViews::list(const webhook::DeliveryFilter& filter, bool after) {
  std::string where = "FROM delivery WHERE 1 = 1";
  std::string shape;
  const auto add = [&](std::string_view condition) {
    where += condition;
    shape += 't';
  };
  if (filter.endpoint) add(" AND endpoint_id = :endpoint");
  if (filter.status) add(" AND status = :status");
  if (after) add(" AND id < :after");
  where += " ORDER BY id DESC LIMIT :rows";
  shape += 'n';
  const auto found = lists_.find(where);
  if (found != lists_.end()) return found->second;
  return lists_
      .try_emplace(where, session_, select(delivery_columns_without_body, where), shape,
                   delivery_shape)
      .first->second;
}

SqlDueDeliveries::SqlDueDeliveries(Session& reader)
    : next_endpoint_(reader,
                     "SELECT endpoint_id FROM delivery WHERE " + std::string(pending) +
                         " AND endpoint_id > :behind ORDER BY endpoint_id LIMIT 1",
                     "t", "t"),
      first_pending_(reader,
                     select(delivery_columns, "FROM delivery WHERE " + std::string(pending) +
                                                  " AND endpoint_id = :endpoint "
                                                  "ORDER BY next_at, id LIMIT :rows"),
                     "tn", delivery_shape),
      settled_before_(reader,
                      "SELECT id FROM delivery WHERE settled_at IS NOT NULL "
                      "AND settled_at < :before ORDER BY settled_at LIMIT :rows",
                      "nn", "t"),
      backlog_(reader,
               "SELECT COUNT(*), MIN(created_at) FROM (SELECT created_at FROM delivery WHERE " +
                   std::string(pending) + " LIMIT :rows) AS counted",
               "n", "nn") {}

// Skips from endpoint to endpoint: there are few, and each may have many deliveries.
std::vector<webhook::EndpointId> SqlDueDeliveries::endpoints_pending() {
  std::vector<webhook::EndpointId> out;
  std::string behind;
  while (next_endpoint_.with(behind).one()) {
    out.push_back(id_in<webhook::EndpointId>(next_endpoint_));
    behind = next_endpoint_.text(0);
  }
  return out;
}

std::vector<webhook::Delivery> SqlDueDeliveries::first_pending(const webhook::EndpointId& endpoint,
                                                               std::size_t limit) {
  std::vector<webhook::Delivery> out;
  first_pending_.with(endpoint.text(), static_cast<std::int64_t>(limit)).each([&] {
    out.push_back(read_delivery(first_pending_));
  });
  return out;
}

std::vector<webhook::DeliveryId> SqlDueDeliveries::settled_before(shared::Instant before,
                                                                  std::size_t limit) {
  std::vector<webhook::DeliveryId> out;
  settled_before_.with(shared::to_unix_ms(before), static_cast<std::int64_t>(limit)).each([&] {
    out.push_back(id_in<webhook::DeliveryId>(settled_before_));
  });
  return out;
}

webhook::Backlog SqlDueDeliveries::backlog(std::size_t counted_max) {
  if (!backlog_.with(static_cast<std::int64_t>(counted_max)).one()) return {};
  return {static_cast<std::size_t>(backlog_.number(0)), instant_in(backlog_, 1)};
}

}  // namespace sql
