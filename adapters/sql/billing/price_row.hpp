#pragma once

#include <adapters/sql/query.hpp>
#include <adapters/sql/sql_rows.hpp>

#include <ports/billing/billing_rows.hpp>

namespace sql {

// PriceRow: how a price lies in price.
struct PriceRow {
  using Key = billing::PriceId;
  using Row = billing::Price;

  static const Table& table();
  static const Key& key_of(const Row& row) { return row.fields().id; }
  static void write(SetWrite& cells, const Row& row);
  static Row read(const SetRead& cells);
  static Row read(const Query& cells);
};

using SqlPrices = SqlRows<PriceRow>;

}  // namespace sql
