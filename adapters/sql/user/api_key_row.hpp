#pragma once

#include <string_view>

#include <adapters/sql/query.hpp>
#include <adapters/sql/set_read.hpp>
#include <adapters/sql/set_write.hpp>

#include <user/domain/api_key.hpp>

namespace sql {

// ApiKeyRow: how a key lies in api_key.
struct ApiKeyRow {
  using Key = user::ApiKeyId;
  using Row = user::ApiKey;

  static const Table& table();
  static const Key& key_of(const Row& row) { return row.fields().id; }
  static void write(SetWrite& cells, const Row& row);
  static Row read(const SetRead& cells);
};

inline constexpr std::string_view api_key_columns =
    "id, name, secret_hash, scopes, version, created_at, expires_at, revoked_at";
inline constexpr std::string_view api_key_shape = "ttttnnnn";

user::ApiKey read_api_key(const Query& cells);

}  // namespace sql
