#pragma once

#include <string_view>

#include <adapters/sql/query.hpp>
#include <adapters/sql/set_read.hpp>
#include <adapters/sql/set_write.hpp>

#include <user/domain/user.hpp>

namespace sql {

// UserRow: how a user lies in app_user.
struct UserRow {
  using Key = user::UserId;
  using Row = user::User;

  static const Table& table();
  static const Key& key_of(const Row& row) { return row.fields().id; }
  static void write(SetWrite& cells, const Row& row);
  static Row read(const SetRead& cells);
};

// The same for reads that are not by key: the columns, in the order of UserRow's table.
inline constexpr std::string_view user_columns =
    "id, email, email_normal, display_name, locale, time_zone, metadata, status, version, "
    "created_at, updated_at";
inline constexpr std::string_view user_shape = "ttttttttnnn";

user::User read_user(const Query& cells);

}  // namespace sql
