#pragma once

#include <string>

#include <adapters/sql/sql_rows.hpp>

#include <ports/billing/billing_profiles.hpp>

namespace sql {

// BillingProfileRow: how a profile lies in billing_profile.
struct BillingProfileRow {
  using Key = billing::CustomerId;
  using Row = billing::BillingProfile;

  static const Table& table();
  static std::string text(const Key& key) { return key.user_text(); }
  static Key key_of(const Row& row) { return row.fields().id; }
  static void write(SetWrite& cells, const Row& row);
  static Row read(const SetRead& cells);
  static Row read(const Query& cells);
};

using SqlBillingProfiles = SqlRows<BillingProfileRow>;

}  // namespace sql
