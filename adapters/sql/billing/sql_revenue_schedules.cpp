#include <adapters/sql/billing/sql_revenue_schedules.hpp>

#include <adapters/sql/billing/row_reader.hpp>
#include <adapters/sql/billing/row_writer.hpp>

namespace sql {

const Table& RevenueScheduleRow::table() {
  static const Table revenue_schedule{"revenue_schedule",
                                      {{"invoice_id", 't'},
                                       {"amount_minor", 'n'},
                                       {"currency", 't'},
                                       {"period_start", 't'},
                                       {"period_end", 't'},
                                       {"recognized_minor", 'n'},
                                       {"next_on", 't'}}};
  return revenue_schedule;
}

void RevenueScheduleRow::write(SetWrite& cells, const Row& row) {
  write_money(cells, row.amount);
  write_period(cells, row.period);
  cells.cell(row.recognized_minor);
  write_date(cells, row.next_on);
}

billing::RevenueSchedule RevenueScheduleRow::read(const SetRead& cells) {
  RowReader in{cells, "revenue_schedule"};
  return {.invoice = in.id<billing::InvoiceId>(),
          .amount = in.money(),
          .period = in.period(),
          .recognized_minor = in.number(),
          .next_on = in.date_if_any()};
}

}  // namespace sql
