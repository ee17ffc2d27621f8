#include <adapters/sql/billing/sql_invoice_views.hpp>

#include <algorithm>

#include <adapters/sql/billing/invoice_row.hpp>
#include <adapters/sql/billing/json_cells.hpp>
#include <adapters/sql/billing/row_reader.hpp>

#include <billing/domain/number_series.hpp>

namespace sql {
namespace {

const std::string& invoices() {
  static const std::string select =
      "SELECT " + select_list(InvoiceRow::table(), "i") +
      ", u.display_name, u.email, p.address, p.tax_id FROM invoice AS i "
      "LEFT JOIN user_replica AS u ON i.bill_to IS NULL AND u.user_id = i.user_id "
      "LEFT JOIN billing_profile AS p ON i.bill_to IS NULL AND p.user_id = i.user_id WHERE ";
  return select;
}

std::string shape_of_invoices() { return shape(InvoiceRow::table().columns) + "tttt"; }

billing::BillTo customer_now(const Query& row) {
  RowReader in{row, "user_replica", InvoiceRow::table().columns.size()};
  billing::BillTo to;
  const auto name = in.text_if_any();
  const auto email = in.text_if_any();
  if (email) to.email = *email;
  if (name) to.name = name->empty() ? to.email : *name;
  if (const auto address = in.text_if_any()) to.address = read_address(*address);
  to.tax_id = in.text_if_any();
  return to;
}

billing::InvoiceView view_in(const Query& row) {
  auto invoice = InvoiceRow::read(row);
  const auto& issued_to = invoice.fields().bill_to;
  auto bill_to = issued_to ? *issued_to : customer_now(row);
  return {std::move(invoice), std::move(bill_to)};
}

// Four kinds of rows in one consistent read: gaps that are explained; and, each over the index of
// numbers, what a series holds; its holes, from the number behind the one before to the one before
// this; and what is to be given next. A series begins at 1.
constexpr std::string_view numbers_and_gaps =
    "SELECT series, -1 AS kind, first_no AS a, last_no AS b, 0 AS n, reason FROM number_gap "
    "UNION ALL "
    "SELECT series, 0, MIN(series_no), MAX(series_no), COUNT(*), '' "
    "FROM invoice WHERE series_no IS NOT NULL GROUP BY series "
    "UNION ALL "
    "SELECT i.series, 1, (SELECT COALESCE(MAX(b.series_no), 0) + 1 FROM invoice AS b "
    "WHERE b.series = i.series AND b.series_no < i.series_no AND b.series_no IS NOT NULL), "
    "i.series_no - 1, 0, '' FROM invoice AS i WHERE i.series_no IS NOT NULL AND i.series_no > 1 "
    "AND NOT EXISTS (SELECT 1 FROM invoice AS c WHERE c.series = i.series "
    "AND c.series_no = i.series_no - 1 AND c.series_no IS NOT NULL) "
    "UNION ALL "
    "SELECT name, 2, next_no, 0, 0, '' FROM number_series "
    "ORDER BY 1, 2, 3";

void add_missing(billing::NumberGaps& gaps, std::int64_t from, std::int64_t to) {
  for (auto number = from; number <= to; ++number) {
    const auto why = std::ranges::find_if(gaps.explained, [number](const auto& one) {
      return one.first <= number && number <= one.last;
    });
    if (why != gaps.explained.end()) {
      number = why->last;
      continue;
    }
    if (gaps.missing.size() == billing::NumberGaps::missing_max) return;
    gaps.missing.push_back(billing::invoice_number(gaps.series, number));
  }
}

}  // namespace

SqlInvoiceViews::SqlInvoiceViews(Session& reader)
    : find_(reader, invoices() + "i.id = :id", "t", shape_of_invoices()),
      pages_(reader, invoices() + "1 = 1", " ORDER BY i.id LIMIT :rows", shape_of_invoices()),
      gaps_(reader, std::string{numbers_and_gaps}, "", "tnnnnt") {}

std::optional<billing::InvoiceView> SqlInvoiceViews::find(const billing::InvoiceId& id) {
  if (!find_.with(id.text()).one()) return std::nullopt;
  return view_in(find_);
}

billing::Page<billing::InvoiceView> SqlInvoiceViews::page(const billing::InvoiceFilter& filter,
                                                          std::optional<billing::InvoiceId> after,
                                                          std::size_t limit) {
  Conditions conditions;
  if (filter.customer) conditions.add(" AND i.user_id = :user", filter.customer->user_text());
  if (filter.subscription) {
    const auto subscription = filter.subscription->text();
    conditions.add(" AND i.subscription_id = :subscription", subscription);
    // By way of its customer: an index of its own would cost every invoice a write.
    conditions.add(" AND i.user_id = (SELECT user_id FROM subscription WHERE id = :its_id)",
                   subscription);
  }
  if (filter.status) {
    conditions.add(" AND i.status = :status", std::string{billing::to_text(*filter.status)});
    // Said in words, so that the index on the few is known to serve.
    const bool few =
        !filter.customer && !filter.subscription && *filter.status != billing::InvoiceStatus::paid;
    if (few) conditions.add(" AND i.status <> 'paid'");
  }
  conditions.add(" AND i.id > :after", after ? after->text() : std::string{});
  return page_of<billing::InvoiceView>(pages_.with(conditions, limit + 1), limit, view_in);
}

std::vector<billing::NumberGaps> SqlInvoiceViews::number_gaps() {
  std::vector<billing::NumberGaps> all;
  gaps_.each([&] {
    const auto& series = gaps_.text(0);
    if (all.empty() || all.back().series != series) all.emplace_back().series = series;
    auto& report = all.back();
    switch (gaps_.number(1)) {
      case -1:
        report.explained.push_back({gaps_.number(2), gaps_.number(3), gaps_.text(5)});
        break;
      case 0:
        report.first = gaps_.number(2);
        report.last = gaps_.number(3);
        report.issued = gaps_.number(4);
        break;
      case 1:
        add_missing(report, gaps_.number(2), gaps_.number(3));
        break;
      default:
        add_missing(report, report.last + 1, gaps_.number(2) - 1);
    }
  });
  return all;
}

}  // namespace sql
