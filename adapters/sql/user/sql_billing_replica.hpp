#pragma once

#include <adapters/sql/query.hpp>
#include <adapters/sql/sql_rows.hpp>

#include <ports/user/billing_replica.hpp>

namespace sql {

// BillingReplicaRow: how billing's facts of a user lie in billing_replica.
struct BillingReplicaRow {
  using Key = user::UserId;
  using Row = user::BillingFacts;

  static const Table& table();
  static const Key& key_of(const Row& row) { return row.user_id; }
  static void write(SetWrite& cells, const Row& row) { cells.cell(row.version).cell(row.currency); }
  static Row read(const SetRead& cells);
};

using SqlBillingReplica = SqlRows<BillingReplicaRow>;

// SqlBillingReplicaViews: billing_replica as readers see it.
class SqlBillingReplicaViews final : public user::BillingReplicaViews {
 public:
  explicit SqlBillingReplicaViews(Session& reader);

  std::optional<user::BillingFacts> find(const user::UserId& id) override;

 private:
  Query find_;
};

}  // namespace sql
