#pragma once

#include <cstddef>
#include <functional>
#include <string_view>

#include <adapters/sql/query.hpp>
#include <adapters/sql/sql_rows.hpp>

#include <ports/webhook/webhook_rows.hpp>

namespace sql {

// EndpointRow: how an endpoint lies in endpoint.
struct EndpointRow {
  using Key = webhook::EndpointId;
  using Row = webhook::Endpoint;

  static const Table& table();
  static const Key& key_of(const Row& row) { return row.fields().id; }
  static void write(SetWrite& cells, const Row& row);
  static Row read(const SetRead& cells);
};

// EndpointRegisterRow: the one row of endpoint_register.
struct EndpointRegisterRow {
  using Key = webhook::EndpointRegister::Key;
  using Row = webhook::EndpointRegister;
  struct Hash {
    std::size_t operator()(const Key&) const { return 0; }
  };

  static const Table& table();
  static Key key_of(const Row&) { return {}; }
  static void write(SetWrite& cells, const Row& row);
  static Row read(const SetRead& cells);
};

using SqlEndpoints = SqlRows<EndpointRow>;
using SqlEndpointRegisters = SqlRows<EndpointRegisterRow>;

inline constexpr std::string_view endpoint_columns =
    "id, url, description, event_types, status, disabled_reason, secret, previous_secret, "
    "previous_secret_until, failing_since, failed_last, version, created_at, updated_at";
inline constexpr std::string_view endpoint_shape = "ttttttttnnnnnn";

webhook::Endpoint read_endpoint(const Query& cells);

}  // namespace sql
