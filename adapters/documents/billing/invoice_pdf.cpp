#include <adapters/documents/billing/invoice_pdf.hpp>

#include <algorithm>

#include <adapters/documents/billing/paper.hpp>

namespace documents {
namespace {

constexpr Ink grey{0.40, 0.44, 0.52};
constexpr double full = Paper::width - 2 * Paper::margin;
constexpr double bottom = Paper::height - Paper::margin - 40;  // what is left belongs to the footer

constexpr double x_quantity = Paper::margin + full * 0.50;
constexpr double x_unit = Paper::margin + full * 0.60;
constexpr double x_amount = Paper::margin + full * 0.80;
constexpr double description_width = full * 0.48;
constexpr double gap = 6;

// InvoiceSheet: one invoice on its way onto paper, from the top of the first page down.
class InvoiceSheet {
 public:
  InvoiceSheet(const InvoicePage& page, std::string_view made_at)
      : page_(page), paper_(page.title, made_at) {}

  std::string drawn() {
    head();
    parties();
    facts();
    table_head();
    for (const auto& line : page_.lines) this->line(line);
    totals();
    foot(paper_.pages() > 1);
    return paper_.finish();
  }

 private:
  void head() {
    const double high = paper_.text(Paper::margin, y_, full * 0.75, page_.title, {20, true});
    const Ink ink = page_.good ? Ink{0.05, 0.40, 0.20} : Ink{0.55, 0.22, 0.03};
    paper_.text(Paper::margin + full * 0.75, y_ + 6, full * 0.25, page_.status, {11, true, ink},
                Align::right);
    y_ += high + 22;
  }

  double party(double x, std::string_view title, const std::vector<std::string>& lines) {
    if (lines.empty()) return y_;
    double y = y_ + paper_.text(x, y_, full / 2 - gap, title, {8, true, grey}) + 2;
    for (const auto& line : lines) y += paper_.text(x, y, full / 2 - gap, line);
    return y;
  }

  void parties() {
    const double from = party(Paper::margin, "FROM", page_.issuer);
    const double to = party(page_.issuer.empty() ? Paper::margin : Paper::margin + full / 2,
                            "BILL TO", page_.bill_to);
    y_ = std::max(from, to) + 18;
  }

  void facts() {
    for (const auto& [name, value] : page_.facts) {
      paper_.text(Paper::margin, y_, 110, name, {9, false, grey});
      y_ += paper_.text(Paper::margin + 115, y_, full - 115, value, {9}) + 2;
    }
    y_ += 16;
  }

  void table_head() {
    const Type type{8, true, grey};
    paper_.text(Paper::margin, y_, description_width, "DESCRIPTION", type);
    paper_.text(x_quantity, y_, x_unit - x_quantity - gap, "QTY", type, Align::right);
    paper_.text(x_unit, y_, x_amount - x_unit - gap, "UNIT PRICE", type, Align::right);
    y_ += paper_.text(x_amount, y_, Paper::margin + full - x_amount, "AMOUNT", type,
                      Align::right) + 4;
    paper_.rule(y_, 1.2);
    y_ += 6;
  }

  void line(const InvoicePage::Line& line) {
    const Type small{8, false, grey};
    const double high = paper_.measure(description_width, line.description) +
                        paper_.measure(description_width, line.period, small);
    if (y_ + high > bottom) new_page();
    paper_.text(x_quantity, y_, x_unit - x_quantity - gap, line.quantity, {}, Align::right);
    paper_.text(x_unit, y_, x_amount - x_unit - gap, line.unit, {}, Align::right);
    paper_.text(x_amount, y_, Paper::margin + full - x_amount, line.amount, {}, Align::right);
    y_ += paper_.text(Paper::margin, y_, description_width, line.description);
    y_ += paper_.text(Paper::margin, y_, description_width, line.period, small) + 5;
    paper_.rule(y_, 0.4);
    y_ += 6;
  }

  void totals() {
    constexpr double row = 18;
    if (y_ + row * static_cast<double>(page_.totals.size()) + 10 > bottom) new_page();
    y_ += 4;
    for (const auto& [name, value] : page_.totals) {
      const bool last = &name == &page_.totals.back().first;
      const Type type{last ? 12.0 : 10.0, last};
      paper_.text(x_quantity, y_, x_amount - x_quantity - 2 * gap, name, type, Align::right);
      paper_.text(x_amount - gap, y_, Paper::margin + full - x_amount + gap, value, type,
                  Align::right);
      y_ += row;
    }
  }

  void foot(bool numbered) {
    const Type type{8, false, grey};
    const double y = Paper::height - Paper::margin - 24;
    if (!page_.footer.empty()) paper_.text(Paper::margin, y, full * 0.85, page_.footer, type);
    if (numbered) {
      paper_.text(Paper::margin + full * 0.85, y, full * 0.15,
                  "page " + std::to_string(paper_.pages()), type, Align::right);
    }
  }

  void new_page() {
    foot(true);
    paper_.next_page();
    y_ = Paper::margin;
    paper_.text(Paper::margin, y_, full, page_.title, {9, true, grey});
    y_ += 24;
    table_head();
  }

  const InvoicePage& page_;
  Paper paper_;
  double y_ = Paper::margin;
};

}  // namespace

std::string to_pdf(const InvoicePage& page, shared::Instant made_at) {
  // To the second: what PDF can say.
  const auto made = shared::to_rfc3339(std::chrono::floor<std::chrono::seconds>(made_at));
  return InvoiceSheet{page, made.substr(0, 19) + "Z"}.drawn();
}

}  // namespace documents
