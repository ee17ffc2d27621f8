#include <app/demo_audit.hpp>

#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

using namespace app::demo;

namespace {

// One subscription by the month in its second period, paid for once and declined once.
struct Month {
  Books books;
  Copies copies;
};

Month month() {
  const std::vector<std::string> sold{"priority_support", "reports"};
  Month is;
  is.books.subscriptions = {
      {"sub_1", "usr_1", "past_due", "eur", 2900, "month", true, sold, "2026-02-01", "2026-03-01"}};
  is.books.invoices = {
      {"in_1", "sub_1", "paid", "INV-1", "eur", 2900, 2900, 0, "2026-01-01", "2026-02-01"},
      {"in_2", "sub_1", "open", "INV-2", "eur", 2900, 0, 2900, "2026-02-01", "2026-03-01"}};
  is.books.payments = {{"pay_1", "in_1", "succeeded", "sim_ok", "eur", 2900, 0},
                       {"pay_2", "in_2", "failed", "sim_declined", "eur", 2900, 0}};
  is.books.records = {{"pay_1", "in_1", "eur", 2900, 1, 0, 1},
                      {"pay_2", "in_2", "eur", 2900, 1, 0, 0}};
  is.books.accounts = {{"receivable", "eur", 2900},
                       {"cash_clearing", "eur", 2900},
                       {"deferred_revenue", "eur", -2900},
                       {"revenue", "eur", -2900}};
  is.copies = {{"usr_1", {{{"sub_1", {"past_due", "2026-03-01", sold}}}, sold}}};
  return is;
}

// Who differs, by the name of whoever looks.
std::string found(const Month& is) {
  std::string names;
  const auto note = [&names](const char* name, const Unlike& unlike) {
    if (!unlike.empty()) names += std::string{names.empty() ? "" : " "} + name;
  };
  note("periods", unlike_one_invoice_a_period(is.books));
  note("gateway", unlike_the_gateway(is.books));
  note("zero", unlike_zero(is.books));
  note("ledger", unlike_the_ledger(is.books));
  note("copies", unlike_the_copies(is.books, is.copies));
  return names;
}

struct Flaw {
  const char* what;
  std::function<void(Month&)> make;
  const char* found;
};

const std::vector<Flaw> flaws{
    {"a period without an invoice",
     [](Month& is) { is.books.subscriptions[0].period_end = "2026-04-01"; }, "periods copies"},
    {"a period that is over", [](Month& is) { is.books.today = "2026-03-01"; }, "periods"},
    {"a period with two",
     [](Month& is) {
       is.books.invoices.push_back(is.books.invoices[1]);
       is.books.accounts.push_back({"receivable", "eur", 2900});
       is.books.accounts.push_back({"deferred_revenue", "eur", -2900});
     },
     "periods"},
    {"no invoice at all", [](Month& is) { is.books.invoices[1].subscription = "sub_2"; },
     "periods"},
    {"an invoice of a trial", [](Month& is) { is.books.subscriptions[0].status = "trialing"; },
     "periods copies"},
    {"a payment that is not settled", [](Month& is) { is.books.payments[1].status = "pending"; },
     "gateway"},
    {"money taken for a failed payment", [](Month& is) { is.books.records[1].captures = 1; },
     "gateway ledger"},
    {"money taken twice", [](Month& is) { is.books.records[0].captures = 2; }, "gateway ledger"},
    {"an invoice paid twice, as the gateway says",
     [](Month& is) { is.books.captured_twice = {"in_1"}; }, "gateway"},
    {"money for another invoice", [](Month& is) { is.books.records[0].invoice = "in_2"; },
     "gateway"},
    {"money that billing knows nothing of",
     [](Month& is) {
       is.books.records.push_back({"pay_3", "in_1", "eur", 100, 1, 0, 1});
       is.books.accounts.push_back({"cash_clearing", "eur", 100});
       is.books.accounts.push_back({"customer_credit", "eur", -100});
     },
     "gateway"},
    {"an invoice paid without a payment",
     [](Month& is) {
       is.books.invoices[1].status = "paid";
       is.books.invoices[1].paid_minor = 2900;
     },
     "gateway ledger"},
    {"books that do not add up", [](Month& is) { is.books.accounts[3].balance_minor = -2899; },
     "zero ledger"},
    {"a receivable that is not what is open",
     [](Month& is) { is.books.invoices[1].remaining_minor = 2800; }, "ledger"},
    {"revenue that nobody was billed", [](Month& is) { is.books.invoices[0].total_minor = 2800; },
     "ledger"},
    {"a copy of an earlier status",
     [](Month& is) { is.copies["usr_1"].subscriptions["sub_1"].status = "active"; }, "copies"},
    {"a copy that entitles to less", [](Month& is) { is.copies["usr_1"].entitlements.pop_back(); },
     "copies"},
    {"a copy of a subscription that is not there",
     [](Month& is) { is.copies["usr_1"].subscriptions["sub_2"] = {}; }, "copies"},
    {"no copy", [](Month& is) { is.copies.clear(); }, "copies"}};

}  // namespace

TEST(DemoAudit, FindsNothingWhereAllAgree) { EXPECT_EQ(found(month()), ""); }

TEST(DemoAudit, FindsWhatDiffersAndWhere) {
  for (const auto& flaw : flaws) {
    auto is = month();
    flaw.make(is);
    EXPECT_EQ(found(is), flaw.found) << flaw.what;
  }
}

TEST(DemoAudit, KnowsWhatInsightShouldCount) {
  auto is = month();
  auto yearly = is.books.subscriptions[0];
  yearly.currency = "usd";
  yearly.amount_minor = 29900;
  yearly.interval = "year";
  auto ended = yearly;
  ended.status = "incomplete_expired";
  auto begins = yearly;
  begins.status = "trialing";
  is.books.subscriptions.insert(is.books.subscriptions.end(), {yearly, ended, begins});
  const Counts counts{.active = 3,
                      .failed_payments = 1,
                      .collected = {{"eur", 2900}},
                      .mrr = {{"eur", 2900}, {"usd", 2492}}};
  EXPECT_EQ(counts_of(is.books), counts);
}

TEST(DemoAudit, SaysAmountsInWords) {
  EXPECT_EQ(amounts_text({}), "nothing");
  EXPECT_EQ(amounts_text({{"eur", 456000}, {"jpy", 12}, {"usd", -5}}),
            "4,560.00 EUR, 12 JPY and -0.05 USD");
}
