#pragma once

#include <optional>
#include <string>

#include <adapters/sql/set_write.hpp>

#include <billing/domain/calendar.hpp>
#include <billing/domain/money.hpp>

// What RowReader reads, written into the next cells of a row.
namespace sql {

inline void write_text(SetWrite& cells, const std::optional<std::string>& text) {
  if (text) {
    cells.cell(*text);
  } else {
    cells.null();
  }
}
template <class Id>
void write_id(SetWrite& cells, const std::optional<Id>& id) {
  if (id) {
    cells.cell(id->text());
  } else {
    cells.null();
  }
}
inline void write_date(SetWrite& cells, const std::optional<billing::LocalDate>& date) {
  if (date) {
    cells.cell(billing::to_text(*date));
  } else {
    cells.null();
  }
}
inline void write_period(SetWrite& cells, const billing::Period& period) {
  cells.cell(billing::to_text(period.start)).cell(billing::to_text(period.end));
}
inline void write_money(SetWrite& cells, const billing::Money& money) {
  cells.cell(money.amount_minor).cell(money.currency.code());
}

}  // namespace sql
