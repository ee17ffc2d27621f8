#pragma once

#include <adapters/sql/query.hpp>
#include <adapters/sql/sql_rows.hpp>

#include <ports/billing/billing_rows.hpp>

namespace sql {

// InvoiceRow: how an invoice lies in invoice.
struct InvoiceRow {
  using Key = billing::InvoiceId;
  using Row = billing::Invoice;

  static const Table& table();
  static const Key& key_of(const Row& row) { return row.fields().id; }
  static void write(SetWrite& cells, const Row& row);
  static Row read(const SetRead& cells);
  static Row read(const Query& cells);
};

using SqlInvoices = SqlRows<InvoiceRow>;

}  // namespace sql
