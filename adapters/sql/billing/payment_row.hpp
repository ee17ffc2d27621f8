#pragma once

#include <adapters/sql/query.hpp>
#include <adapters/sql/sql_rows.hpp>

#include <ports/billing/billing_rows.hpp>

namespace sql {

// PaymentRow: how a payment lies in payment.
struct PaymentRow {
  using Key = billing::PaymentId;
  using Row = billing::Payment;

  static const Table& table();
  static const Key& key_of(const Row& row) { return row.fields().id; }
  static void write(SetWrite& cells, const Row& row);
  static Row read(const SetRead& cells);
  static Row read(const Query& cells);
};

using SqlPayments = SqlRows<PaymentRow>;

}  // namespace sql
