#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include <ports/billing/customer_views.hpp>
#include <ports/billing/invoice_views.hpp>
#include <ports/billing/ledger_views.hpp>

// Whole lists, page by page, as a patient reader gets them.
namespace sim {

inline constexpr std::size_t page_rows = 500;

template <class Row, class Id, class Read>
std::vector<Row> all_rows(Read read) {
  std::vector<Row> all;
  std::optional<Id> after;
  for (bool more = true; more;) {
    auto page = read(after, page_rows);
    more = page.has_more;
    for (auto& row : page.rows) all.push_back(std::move(row));
    if (!all.empty()) after = all.back().fields().id;
  }
  return all;
}

inline std::vector<billing::CustomerView> all_customers(billing::CustomerViews& views) {
  std::vector<billing::CustomerView> all;
  std::optional<billing::CustomerId> after;
  for (bool more = true; more;) {
    const auto page = views.page(after, page_rows);
    more = page.has_more;
    all.insert(all.end(), page.rows.begin(), page.rows.end());
    if (!all.empty()) after = billing::CustomerId::parse(all.back().id);
  }
  return all;
}

inline std::vector<billing::Invoice> all_invoices(billing::InvoiceViews& views) {
  std::vector<billing::Invoice> all;
  std::optional<billing::InvoiceId> after;
  for (bool more = true; more;) {
    const auto page = views.page({}, after, page_rows);
    more = page.has_more;
    for (const auto& row : page.rows) all.push_back(row.invoice);
    if (!all.empty()) after = all.back().fields().id;
  }
  return all;
}

inline std::vector<billing::NumberedEntry> all_entries(billing::LedgerViews& views) {
  std::vector<billing::NumberedEntry> all;
  for (bool more = true; more;) {
    const auto page = views.entries({}, all.empty() ? 0 : all.back().entry_no, page_rows);
    more = page.has_more;
    all.insert(all.end(), page.rows.begin(), page.rows.end());
  }
  return all;
}

}  // namespace sim
