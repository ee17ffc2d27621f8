#pragma once

#include <adapters/sql/working_rows.hpp>

#include <ports/sync/store.hpp>
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

// SqlBillingReplica: billing_replica under the write lane.
class SqlBillingReplica final : public user::BillingReplica, public sync::WorkingTable {
 public:
  explicit SqlBillingReplica(Session& writer) : rows_(writer) {}

  void want(const user::UserId& id) override { rows_.want(id); }
  std::optional<user::BillingFacts> find(const user::UserId& id) override {
    const auto* facts = rows_.find(id);
    return facts != nullptr ? std::optional{*facts} : std::nullopt;
  }
  void put(const user::BillingFacts& facts) override { rows_.put(facts); }
  void remove(const user::UserId& id) override { rows_.remove(id); }

  void load() override { rows_.load(); }
  void keep() override { rows_.keep(); }
  void drop() override { rows_.drop(); }
  void flush() override { rows_.flush(); }
  void clear() noexcept override { rows_.clear(); }

 private:
  WorkingRows<BillingReplicaRow> rows_;
};

// SqlBillingReplicaViews: billing_replica as readers see it.
class SqlBillingReplicaViews final : public user::BillingReplicaViews {
 public:
  explicit SqlBillingReplicaViews(Session& reader);

  std::optional<user::BillingFacts> find(const user::UserId& id) override;

 private:
  Query find_;
};

}  // namespace sql
