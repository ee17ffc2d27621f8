#pragma once

#include <string_view>

#include <adapters/sql/query.hpp>
#include <adapters/sql/sql_rows.hpp>

#include <ports/webhook/webhook_rows.hpp>

namespace sql {

// DeliveryRow: how a delivery lies in delivery.
struct DeliveryRow {
  using Key = webhook::DeliveryId;
  using Row = webhook::Delivery;

  static const Table& table();
  static const Key& key_of(const Row& row) { return row.fields().id; }
  static void write(SetWrite& cells, const Row& row);
  static Row read(const SetRead& cells);
};

using SqlDeliveries = SqlRows<DeliveryRow>;

inline constexpr std::string_view delivery_columns =
    "id, endpoint_id, message_id, type, source_log, source_offset, object, sequence, body, "
    "created_at, status, attempts, next_at, status_code, error, settled_at";
// The same, with nothing in place of what was sent.
inline constexpr std::string_view delivery_columns_without_body =
    "id, endpoint_id, message_id, type, source_log, source_offset, object, sequence, '', "
    "created_at, status, attempts, next_at, status_code, error, settled_at";
inline constexpr std::string_view delivery_shape = "tttttntntntnnntn";

webhook::Delivery read_delivery(const Query& cells);

}  // namespace sql
