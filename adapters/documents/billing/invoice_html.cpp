#include <adapters/documents/billing/invoice_html.hpp>

#include <string_view>

namespace documents {
namespace {

constexpr std::string_view style = R"(
:root { color-scheme: light; }
body { font: 15px/1.5 system-ui, "DejaVu Sans", sans-serif; color: #1d2430; background: #eef1f5;
  margin: 0; padding: 2rem 1rem; }
main { max-width: 46rem; margin: 0 auto; background: #fff; padding: 3rem; border-radius: 8px;
  box-shadow: 0 1px 4px rgb(0 0 0 / 12%); }
header { display: flex; justify-content: space-between; align-items: flex-start; gap: 1rem; }
h1 { font-size: 1.6rem; margin: 0; }
.status { padding: .15rem .7rem; border-radius: 1rem; background: #fde8d8; color: #7a3406;
  font-weight: 600; }
.status.good { background: #daf3e2; color: #0d5a2b; }
.parties { display: flex; gap: 2rem; margin: 2rem 0; }
.parties > * { flex: 1; }
h2 { font-size: .8rem; text-transform: uppercase; letter-spacing: .06em; color: #667085;
  margin: 0 0 .3rem; }
p { margin: 0; }
dl { display: grid; grid-template-columns: auto 1fr; gap: .1rem 1.5rem; margin: 0 0 2rem; }
dt { color: #667085; }
dd { margin: 0; }
table { width: 100%; border-collapse: collapse; }
th { text-align: left; color: #667085; font-weight: 600; border-bottom: 2px solid #d9dee6; }
th, td { padding: .45rem .5rem .45rem 0; vertical-align: top; }
td { border-bottom: 1px solid #edf0f4; }
.number { text-align: right; white-space: nowrap; padding-right: 0; padding-left: .8rem; }
td small { color: #667085; }
.totals td { border: 0; padding-top: .2rem; padding-bottom: .2rem; }
.totals tr:last-child td { font-weight: 700; font-size: 1.1rem; border-top: 2px solid #d9dee6;
  padding-top: .5rem; }
footer { margin-top: 3rem; color: #667085; font-size: .85rem; }
@media print { body { background: #fff; padding: 0; } main { box-shadow: none; padding: 0; } }
)";

std::string escaped(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      case '\'': out += "&#39;"; break;
      default: out += c;
    }
  }
  return out;
}

std::string element(std::string_view name, std::string_view text) {
  return '<' + std::string{name} + '>' + escaped(text) + "</" + std::string{name} + ">\n";
}

std::string number_cell(std::string_view text) {
  return "<td class=\"number\">" + escaped(text) + "</td>";
}

std::string party(std::string_view title, const std::vector<std::string>& lines) {
  std::string out = "<section>";
  if (!title.empty()) out += element("h2", title);
  for (const auto& line : lines) out += element("p", line);
  return out + "</section>\n";
}

std::string lines_table(const InvoicePage& page) {
  std::string out =
      "<table>\n<tr><th>Description</th><th class=\"number\">Quantity</th>"
      "<th class=\"number\">Unit price</th><th class=\"number\">Amount</th></tr>\n";
  for (const auto& line : page.lines) {
    out += "<tr><td>" + escaped(line.description) + "<br><small>" + escaped(line.period) +
           "</small></td>" + number_cell(line.quantity) + number_cell(line.unit) +
           number_cell(line.amount) + "</tr>\n";
  }
  return out + "</table>\n";
}

}  // namespace

std::string to_html(const InvoicePage& page) {
  std::string out = "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n";
  out += "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n";
  out += element("title", page.title) + "<style>" + std::string{style} + "</style>\n</head>\n";
  out += "<body>\n<main>\n<header>" + element("h1", page.title) + "<span class=\"status";
  out += page.good ? " good\">" : "\">";
  out += escaped(page.status) + "</span></header>\n";
  out += "<div class=\"parties\">\n" + party("From", page.issuer) + party("Bill to", page.bill_to);
  out += "</div>\n<dl>\n";
  for (const auto& [name, value] : page.facts) out += element("dt", name) + element("dd", value);
  out += "</dl>\n" + lines_table(page) + "<table class=\"totals\">\n";
  for (const auto& [name, value] : page.totals) {
    out += "<tr>" + number_cell(name) + number_cell(value) + "</tr>\n";
  }
  out += "</table>\n";
  if (!page.footer.empty()) out += element("footer", page.footer);
  return out + "</main>\n</body>\n</html>\n";
}

}  // namespace documents
