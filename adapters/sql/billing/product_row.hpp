#pragma once

#include <adapters/sql/query.hpp>
#include <adapters/sql/sql_rows.hpp>

#include <ports/billing/billing_rows.hpp>

namespace sql {

// ProductRow: how a product lies in product.
struct ProductRow {
  using Key = billing::ProductId;
  using Row = billing::Product;

  static const Table& table();
  static const Key& key_of(const Row& row) { return row.fields().id; }
  static void write(SetWrite& cells, const Row& row);
  static Row read(const SetRead& cells);
  static Row read(const Query& cells);
};

using SqlProducts = SqlRows<ProductRow>;

}  // namespace sql
