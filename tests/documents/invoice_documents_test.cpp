#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <fstream>
#include <memory>
#include <string>

#include <adapters/documents/billing/invoice_html.hpp>
#include <adapters/documents/billing/invoice_pdf.hpp>
#include <tests/support/temp_folder.hpp>

namespace {

using billing::InvoiceStatus;
using documents::page_of;

constexpr auto issued = shared::from_unix_ms(1'795'171'063'000);  // 2026-11-20
constexpr auto a_day = std::chrono::days{1};

billing::LocalDate date(int year, unsigned month, unsigned day) {
  return billing::LocalDate{std::chrono::year{year}, std::chrono::month{month},
                            std::chrono::day{day}};
}

billing::InvoiceLine line(std::string description, std::int64_t quantity = 2) {
  return {std::move(description), {}, quantity, 1250, quantity * 1250,
          {date(2026, 1, 31), date(2026, 2, 28)}};
}

const documents::Issuer issuer{"Cleave GmbH", "Musterstraße 1, 10115 Berlin, Germany", "DE123",
                               "IBAN DE00 0000"};

billing::InvoiceView invoice(InvoiceStatus status = InvoiceStatus::open) {
  billing::Invoice::Fields is{
      .id = {}, .customer = {}, .subscription = {}, .kind = "subscription_cycle",
      .status = status, .currency = billing::Currency::stored("eur"),
      .period = {date(2026, 1, 31), date(2026, 2, 28)}, .lines = {line("Team plan")},
      .total_minor = 2500, .finalize_at = {}, .number = "INV-2026-000042", .bill_to = {},
      .issued_at = issued, .due_at = issued + 14 * a_day, .paid_at = {}, .closed_at = {},
      .payment = {}, .created_at = issued, .updated_at = issued};
  if (status == InvoiceStatus::draft) is.number.clear();
  billing::BillTo to{"Zoë <b>Łukasz</b> & Söhne", "zoe@example.com",
                     billing::Address{"1 Rue de l'Été", "", "75001", "Paris", "", "FR"}, "FR1"};
  return {billing::Invoice{std::move(is)}, std::move(to)};
}

// What somebody who opens the file reads.
std::string text_of(const std::string& pdf) {
  const test::TempFolder folder;
  const auto path = (folder.path() / "invoice.pdf").string();
  std::ofstream{path, std::ios::binary} << pdf;
  const auto command = "pdftotext -layout " + path + " -";
  const std::unique_ptr<FILE, int (*)(FILE*)> out{::popen(command.c_str(), "r"), ::pclose};
  std::string text;
  std::array<char, 4096> some{};
  while (const auto bytes = std::fread(some.data(), 1, some.size(), out.get())) {
    text.append(some.data(), bytes);
  }
  return text;
}

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

TEST(InvoicePage, TakesTheLinesOfAnAddressAsTheyWereSaid) {
  auto in_lines = issuer;
  in_lines.address = "Musterstraße 1\n10115 Berlin\r\nGermany\n";
  EXPECT_EQ(page_of(invoice(), in_lines, issued).issuer, page_of(invoice(), issuer, issued).issuer);
}

TEST(InvoicePage, SaysWhatIsOwedAndSinceWhen) {
  const auto page = page_of(invoice(), issuer, issued);
  EXPECT_EQ(page.title, "Invoice INV-2026-000042");
  EXPECT_EQ(page.status, "open");
  EXPECT_EQ(page.lines.front().period, "31 January 2026 to 27 February 2026");
  EXPECT_EQ(page.lines.front().amount, "25.00 EUR");
  EXPECT_EQ(page.totals.back(), (std::pair<std::string, std::string>{"Amount due", "25.00 EUR"}));
  EXPECT_EQ(page_of(invoice(), issuer, issued + 15 * a_day).status, "overdue");
  EXPECT_EQ(page_of(invoice(InvoiceStatus::draft), issuer, issued).title, "Draft invoice");
}

TEST(InvoicePage, OfAVoidInvoiceAsksForNothing) {
  const auto page = page_of(invoice(InvoiceStatus::voided), issuer, issued + 90 * a_day);
  EXPECT_EQ(page.status, "void");
  EXPECT_EQ(page.totals.back().second, "0.00 EUR");
}

TEST(InvoicePage, ShowsCreditAndMoneyThatCame) {
  auto fields = invoice().invoice.fields();
  fields.credit_applied_minor = 500;
  fields.amount_paid_minor = 1000;
  const auto page = page_of({billing::Invoice{fields}, {}}, issuer, issued);
  ASSERT_EQ(page.totals.size(), 4u);
  EXPECT_EQ(page.totals[1].second, "-5.00 EUR");
  EXPECT_EQ(page.totals[2].second, "-10.00 EUR");
  EXPECT_EQ(page.totals[3].second, "10.00 EUR");
}

TEST(InvoiceHtml, EscapesEveryTextOfOthers) {
  const auto html = documents::to_html(page_of(invoice(), issuer, issued));
  EXPECT_TRUE(has(html, "Zoë &lt;b&gt;Łukasz&lt;/b&gt; &amp; Söhne"));
  EXPECT_TRUE(has(html, "l&#39;Été"));
  EXPECT_FALSE(has(html, "<b>"));
  EXPECT_FALSE(has(html, "<script"));
  EXPECT_TRUE(has(html, "Invoice INV-2026-000042"));
  EXPECT_TRUE(has(html, "25.00 EUR"));
}

TEST(InvoicePdf, CanBeReadAsText) {
  const auto text =
      text_of(documents::to_pdf(page_of(invoice(), issuer, issued), issued));
  for (const char* part :
       {"Invoice INV-2026-000042", "Cleave GmbH", "Musterstraße 1", "Zoë <b>Łukasz</b> & Söhne",
        "75001 Paris", "Team plan", "12.50 EUR", "25.00 EUR", "Amount due", "4 December 2026"}) {
    EXPECT_TRUE(has(text, part)) << part << " is missing in:\n" << text;
  }
}

TEST(InvoicePdf, TakesAsManyPagesAsItsLinesNeed) {
  auto view = invoice();
  auto fields = view.invoice.fields();
  for (int i = 0; i < 249; ++i) {
    const auto long_word = std::string(static_cast<std::size_t>(i % 90), 'x');
    fields.lines.push_back(line("Line " + std::to_string(i) + ' ' + long_word));
  }
  view.invoice = billing::Invoice{fields};
  const auto pdf = documents::to_pdf(page_of(view, issuer, issued), issued);
  const auto text = text_of(pdf);
  for (int i = 0; i < 249; ++i) {
    EXPECT_TRUE(has(text, "Line " + std::to_string(i) + ' ')) << i;
  }
  EXPECT_TRUE(has(text, "page 1\n"));
  EXPECT_TRUE(has(text, "page 2\n"));
  EXPECT_TRUE(has(text, "Amount due"));
}

TEST(InvoicePdf, OfOnePageHasNoNumberOnIt) {
  EXPECT_FALSE(has(text_of(documents::to_pdf(page_of(invoice(), issuer, issued), issued)), "page"));
}

TEST(InvoicePdf, OfTheSameInvoiceIsTheSameBytes) {
  const auto page = page_of(invoice(), issuer, issued);
  EXPECT_EQ(documents::to_pdf(page, issued), documents::to_pdf(page, issued));
}

}  // namespace
