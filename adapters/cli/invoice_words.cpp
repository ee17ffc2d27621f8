#include <adapters/cli/invoice_words.hpp>

#include <boost/json.hpp>

#include <adapters/cli/billing_words.hpp>
#include <adapters/cli/view.hpp>

namespace cli {
namespace {

namespace bj = boost::json;

const Parts whole_invoice = {{"ID", "id"},
                             {"NUMBER", "number"},
                             {"STATUS", "status"},
                             {"OVERDUE", "overdue"},
                             {"BILL TO", "bill_to_name"},
                             {"E-MAIL", "bill_to_email"},
                             {"ADDRESS", "bill_to_address"},
                             {"CUSTOMER", "customer_id"},
                             {"SUBSCRIPTION", "subscription_id"},
                             {"PERIOD START", "period_start"},
                             {"PERIOD END", "period_end"},
                             {"TOTAL", "total_minor", As::money},
                             {"CREDIT APPLIED", "credit_applied_minor", As::money},
                             {"PAID", "amount_paid_minor", As::money},
                             {"REMAINING", "amount_remaining_minor", As::money},
                             {"ISSUED", "issued_at"},
                             {"DUE", "due_at"},
                             {"PAID AT", "paid_at"},
                             {"PAYMENT UNDER WAY", "payment_id"},
                             {"ATTEMPTS", "attempts"},
                             {"VERSION", "version"}};

const Parts line_row = {{"DESCRIPTION", "description", As::text, true},
                        {"QUANTITY", "quantity", As::number},
                        {"UNIT AMOUNT", "unit_amount_minor", As::money, false, true},
                        {"AMOUNT", "amount_minor", As::money}};

// What a change answers with says neither to whom it is addressed nor whether it is overdue.
Parts parts_there(const bj::object& invoice) {
  Parts parts;
  for (const Part& part : whole_invoice) {
    if (invoice.contains(part.member)) parts.push_back(part);
  }
  return parts;
}

}  // namespace

std::string invoice_path(const Arguments& arguments) {
  return "/v1/invoices/" + path_segment("invoice", arguments.given("INVOICE"));
}

void show_invoice(Session& session, const Answer& answer) {
  if (session.format() == Format::json) return show_one(session, answer, {});
  Answer flat = answer;
  bj::object& invoice = flat.body.as_object();
  if (const bj::value* found = invoice.if_contains("bill_to")) {
    const bj::object bill_to = found->as_object();
    invoice["bill_to_name"] = member_text(bill_to, "name");
    invoice["bill_to_email"] = member_text(bill_to, "email");
    invoice["bill_to_address"] = address_text(bill_to);
  }
  show_one(session, flat, parts_there(invoice));

  std::vector<Column> columns;
  const bool table = session.format() == Format::table;
  if (!table) columns.push_back({"LINE"});  // so that programs tell lines from members
  for (const Part& part : line_row) {
    columns.push_back({std::string(part.title), part.as != As::text, part.may_shrink, part.may_go});
  }
  Table lines(std::move(columns));
  for (const bj::value& each : invoice.at("lines").as_array()) {
    bj::object line = each.as_object();
    line["currency"] = invoice.at("currency");
    std::vector<Cell> cells;
    if (!table) cells.push_back({"line"});
    for (const Part& part : line_row) cells.push_back(cell_for(session, line, part));
    lines.add(std::move(cells));
  }
  if (lines.empty()) return;
  if (table) session.terminal.out << '\n';
  show_table(session, lines);
}

}  // namespace cli
