#include <adapters/documents/billing/invoice_page.hpp>

#include <array>
#include <string_view>

namespace documents {
namespace {

using billing::InvoiceStatus;
using billing::LocalDate;

constexpr std::array<std::string_view, 12> months{
    "January", "February", "March",     "April",   "May",      "June",
    "July",    "August",   "September", "October", "November", "December"};

std::string date_text(LocalDate date) {
  return std::to_string(unsigned{date.day()}) + ' ' +
         std::string{months[unsigned{date.month()} - 1]} + ' ' + std::to_string(int{date.year()});
}

std::string date_text(shared::Instant at) {
  return date_text(LocalDate{std::chrono::floor<std::chrono::days>(at)});
}

// A period's last day is the one before its end.
std::string period_text(const billing::Period& period) {
  return date_text(period.start) + " to " + date_text(billing::plus_days(period.end, -1));
}

std::string status_of(const billing::Invoice& invoice, shared::Instant now) {
  if (invoice.overdue(now)) return "overdue";
  return std::string{billing::to_text(invoice.fields().status)};
}

// An address is said in one line, with commas, or in several.
std::vector<std::string> address_lines(const std::string& text) {
  std::vector<std::string> lines;
  for (std::size_t from = 0; from <= text.size();) {
    const auto end = std::min(text.find_first_of(",\n", from), text.size());
    const auto first = text.find_first_not_of(" \r", from);
    const auto last = text.find_last_not_of(" \r", end == 0 ? 0 : end - 1);
    if (first < end) lines.push_back(text.substr(first, last + 1 - first));
    from = end + 1;
  }
  return lines;
}

std::vector<std::string> lines_of(const Issuer& issuer) {
  std::vector<std::string> lines;
  if (!issuer.name.empty()) lines.push_back(issuer.name);
  for (auto& part : address_lines(issuer.address)) lines.push_back(std::move(part));
  if (!issuer.tax_id.empty()) lines.push_back("Tax id " + issuer.tax_id);
  return lines;
}

std::vector<std::string> lines_of(const billing::BillTo& to) {
  std::vector<std::string> lines;
  const auto add = [&lines](std::string line) {
    if (!line.empty()) lines.push_back(std::move(line));
  };
  add(to.name);
  if (to.address) {
    const auto& at = *to.address;
    add(at.line1);
    add(at.line2);
    add(at.postal_code.empty() ? at.city : at.postal_code + ' ' + at.city);
    add(at.region);
    add(at.country);
  }
  add(to.email);
  if (to.tax_id) add("Tax id " + *to.tax_id);
  return lines;
}

InvoicePage::Rows facts_of(const billing::Invoice::Fields& is) {
  InvoicePage::Rows facts;
  if (is.issued_at) facts.emplace_back("Date of issue", date_text(*is.issued_at));
  if (is.due_at) facts.emplace_back("Due", date_text(*is.due_at));
  if (is.paid_at) facts.emplace_back("Paid", date_text(*is.paid_at));
  facts.emplace_back("Period", period_text(is.period));
  facts.emplace_back("Customer", is.customer.text());
  return facts;
}

}  // namespace

InvoicePage page_of(const billing::InvoiceView& view, const Issuer& issuer, shared::Instant now) {
  const auto& is = view.invoice.fields();
  const auto money = [&is](std::int64_t amount_minor) {
    return billing::to_text(billing::Money{amount_minor, is.currency});
  };
  InvoicePage page;
  page.title = is.number.empty() ? "Draft invoice" : "Invoice " + is.number;
  page.status = status_of(view.invoice, now);
  page.good = is.status == InvoiceStatus::paid;
  page.issuer = lines_of(issuer);
  page.bill_to = lines_of(view.bill_to);
  page.facts = facts_of(is);
  for (const auto& line : is.lines) {
    page.lines.push_back({line.description, period_text(line.period),
                          std::to_string(line.quantity), money(line.unit_amount_minor),
                          money(line.amount_minor)});
  }
  page.totals.emplace_back("Total", money(is.total_minor));
  if (is.credit_applied_minor != 0) {
    page.totals.emplace_back("Credit applied", money(-is.credit_applied_minor));
  }
  if (is.amount_paid_minor != 0) {
    page.totals.emplace_back("Paid", money(-is.amount_paid_minor));
  }
  const bool owed = is.status != InvoiceStatus::voided;
  page.totals.emplace_back("Amount due", money(owed ? view.invoice.remaining_minor() : 0));
  page.footer = issuer.footer;
  return page;
}

}  // namespace documents
