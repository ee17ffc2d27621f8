#pragma once

#include <adapters/sql/sql_rows.hpp>

#include <ports/billing/billing_rows.hpp>

namespace sql {

// RevenueScheduleRow: how a schedule lies in revenue_schedule.
struct RevenueScheduleRow {
  using Key = billing::InvoiceId;
  using Row = billing::RevenueSchedule;

  static const Table& table();
  static const Key& key_of(const Row& row) { return row.invoice; }
  static void write(SetWrite& cells, const Row& row);
  static Row read(const SetRead& cells);
};

using SqlRevenueSchedules = SqlRows<RevenueScheduleRow>;

}  // namespace sql
