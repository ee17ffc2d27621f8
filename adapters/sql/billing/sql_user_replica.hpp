#pragma once

#include <string>

#include <adapters/sql/sql_rows.hpp>

#include <ports/billing/user_replica.hpp>

namespace sql {

// UserReplicaRow: how a known user lies in user_replica.
struct UserReplicaRow {
  using Key = billing::CustomerId;
  using Row = billing::KnownUser;

  static const Table& table();
  static std::string text(const Key& key) { return key.user_text(); }
  static Key key_of(const Row& row) { return row.id; }
  static void write(SetWrite& cells, const Row& row);
  static Row read(const SetRead& cells);
};

using SqlUserReplica = SqlRows<UserReplicaRow>;

}  // namespace sql
