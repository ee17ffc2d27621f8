#pragma once

#include <functional>
#include <string>

#include <adapters/sql/query.hpp>
#include <adapters/sql/sql_rows.hpp>

#include <ports/user/subscription_replica.hpp>

namespace sql {

// SubscriptionReplicaRow: how a subscription's facts lie in subscription_replica.
struct SubscriptionReplicaRow {
  using Key = std::string;
  using Row = user::SubscriptionFacts;
  using Hash = std::hash<std::string>;

  static const Table& table();
  static const std::string& text(const Key& key) { return key; }
  static const Key& key_of(const Row& row) { return row.id; }
  static void write(SetWrite& cells, const Row& row);
  static Row read(const SetRead& cells);
};

using SqlSubscriptionReplica = SqlRows<SubscriptionReplicaRow>;

// SqlSubscriptionReplicaViews: subscription_replica as readers see it.
class SqlSubscriptionReplicaViews final : public user::SubscriptionReplicaViews {
 public:
  explicit SqlSubscriptionReplicaViews(Session& reader);

  std::vector<user::SubscriptionFacts> of(const user::UserId& id, std::size_t limit) override;

 private:
  Query of_;
};

}  // namespace sql
