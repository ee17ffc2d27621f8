#pragma once

#include <adapters/sql/query.hpp>
#include <adapters/sql/working_rows.hpp>

#include <ports/billing/billing_rows.hpp>

namespace sql {

// SubscriptionRow: how a subscription lies in subscription.
struct SubscriptionRow {
  using Key = billing::SubscriptionId;
  using Row = billing::Subscription;

  static const Table& table();
  static const Key& key_of(const Row& row) { return row.fields().id; }
  static void write(SetWrite& cells, const Row& row);
  static Row read(const SetRead& cells);
  static Row read(const Query& cells);
};

}  // namespace sql
