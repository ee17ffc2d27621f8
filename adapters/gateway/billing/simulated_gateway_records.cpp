#include <adapters/gateway/billing/simulated_gateway_records.hpp>

namespace gateway {
namespace {

const std::string records =
    "SELECT reference, MAX(invoice), MAX(method), MAX(currency), MAX(amount_minor), "
    "SUM(CASE call WHEN 'charge' THEN 1 ELSE 0 END), "
    "SUM(CASE call WHEN 'look_up' THEN 1 ELSE 0 END), SUM(captures), SUM(repeats), "
    "MAX(recorded_at) FROM gateway_record WHERE ";
const std::string in_order = " GROUP BY reference ORDER BY reference LIMIT :rows";
constexpr std::string_view shape = "ttttnnnnnn";

billing::Page<billing::GatewayRecord> page_from(sql::Query& rows, std::size_t limit) {
  billing::Page<billing::GatewayRecord> page;
  rows.each([&] {
    page.has_more = page.rows.size() == limit;
    if (page.has_more) return;
    page.rows.push_back({.reference = rows.text(0),
                         .invoice_id = rows.text(1),
                         .method = rows.text(2),
                         .currency = rows.text(3),
                         .amount_minor = rows.number(4),
                         .charges = rows.number(5),
                         .look_ups = rows.number(6),
                         .captures = rows.number(7),
                         .repeats = rows.number(8),
                         .last_at = shared::from_unix_ms(rows.number(9))});
  });
  return page;
}

}  // namespace

SimulatedGatewayRecords::SimulatedGatewayRecords(const sql::Location& at)
    : session_(at, sql::Access::reader),
      page_(session_, records + "reference > :after" + in_order, "tn", shape),
      page_of_invoice_(session_, records + "invoice = :invoice AND reference > :after" + in_order,
                       "ttn", shape),
      captures_(session_,
                "SELECT COUNT(*), COUNT(DISTINCT invoice) FROM gateway_record WHERE captures <> 0",
                "", "nn"),
      twice_(session_,
             "SELECT invoice FROM gateway_record WHERE captures <> 0 "
             "GROUP BY invoice HAVING COUNT(*) > 1 ORDER BY invoice LIMIT :rows",
             "n", "t") {}

billing::Page<billing::GatewayRecord> SimulatedGatewayRecords::page(
    const std::optional<billing::InvoiceId>& invoice,
    const std::optional<billing::PaymentId>& after, std::size_t limit) {
  const auto behind = after ? after->text() : std::string{};
  const auto rows = static_cast<std::int64_t>(limit) + 1;
  if (invoice) return page_from(page_of_invoice_.with(invoice->text(), behind, rows), limit);
  return page_from(page_.with(behind, rows), limit);
}

billing::GatewayTotals SimulatedGatewayRecords::totals() {
  billing::GatewayTotals totals;
  captures_.one();
  totals.captures = captures_.number(0);
  totals.invoices_captured = captures_.number(1);
  twice_.with(static_cast<std::int64_t>(billing::GatewayTotals::twice_max)).each([&] {
    totals.captured_twice.push_back(twice_.text(0));
  });
  return totals;
}

}  // namespace gateway
