#include <set>

#include <gtest/gtest.h>

#include <adapters/sql/billing/sql_ledger_views.hpp>
#include <adapters/sql/query.hpp>

#include <tests/contracts/billing_samples.hpp>
#include <tests/contracts/billing_tables.hpp>

namespace contracts {
namespace {

using billing::Account;

billing::Posting debit(Account account, std::int64_t minor, const char* currency = "eur") {
  return {account, std::nullopt, {minor, billing::Currency::stored(currency)}};
}
billing::Posting owed(std::uint64_t customer, std::int64_t minor, const char* currency = "eur") {
  return {
      Account::receivable, some_customer(customer), {minor, billing::Currency::stored(currency)}};
}
billing::Posting credited(std::uint64_t customer, std::int64_t minor) {
  return {Account::customer_credit, some_customer(customer), {minor, eur()}};
}

billing::LedgerEntry entry(const std::string& id, std::string_view on,
                           std::vector<billing::Posting> postings) {
  return {.id = id,
          .kind = id.substr(0, id.find(':')),
          .source = id.substr(id.find(':') + 1),
          .effective_on = day(on),
          .recorded_at = at_ms(most),
          .reverses = std::nullopt,
          .postings = std::move(postings)};
}

class LedgerLaws : public OnEachStore {
 protected:
  void append(const std::vector<billing::LedgerEntry>& entries) {
    tables.batch([&] {
      for (const auto& one : entries) tables.ledger.append(one);
    });
  }
  // Two customers, two currencies; the third entry is effective before the second.
  void some_books() {
    append({entry("issued:in_1", "2026-01-31",
                  {owed(1, 1000), debit(Account::deferred_revenue, -1000)}),
            entry("paid:pay_1", "2026-03-01",
                  {debit(Account::cash_clearing, 1200), owed(1, -1000), credited(1, -200)}),
            entry("issued:in_2", "2026-02-10",
                  {owed(2, 70, "jpy"), debit(Account::deferred_revenue, -70, "jpy")})});
    append(
        {entry("issued:in_3", "2026-03-02", {owed(1, 500), debit(Account::deferred_revenue, -500)}),
         entry("credit_applied:in_3", "2026-03-02", {credited(1, 200), owed(1, -200)}),
         entry("issued:in_4", "2026-03-03",
               {owed(1, 9, "jpy"), debit(Account::deferred_revenue, -9, "jpy")})});
  }
  std::vector<std::int64_t> numbers() {
    std::vector<std::int64_t> numbers;
    for (const auto& one : views.entries({}, 0, 100).rows) numbers.push_back(one.entry_no);
    return numbers;
  }

  Database database{GetParam(), "billing"};
  BillingTables tables{database.writer()};
  sql::SqlLedgerViews views{database.reader()};
};
INSTANTIATE_TEST_SUITE_P(Stores, LedgerLaws, each_store(), store_name);

using Numbers = std::vector<std::int64_t>;

TEST_P(LedgerLaws, AnEntryIsReadBackAsItWasAppended) {
  auto original = entry("issued:" + awkward_text(), "0001-01-01",
                        {owed(1, most), debit(Account::bad_debt, least),
                         debit(Account::revenue, 1, "jpy"), credited(2, -1)});
  auto reversal = entry("voided:in_1", "9999-12-31", {debit(Account::cash_clearing, least)});
  reversal.reverses = original.id;
  append({original, reversal});
  const auto page = views.entries({}, 0, 10);
  ASSERT_EQ(page.rows.size(), 2u);
  EXPECT_EQ(page.rows[0].entry, original);
  EXPECT_EQ(page.rows[1].entry, reversal);
}

TEST_P(LedgerLaws, NumbersHaveNoGapAcrossBatchesWhateverBecameOfThem) {
  append({entry("a:1", "2026-01-01", {owed(1, 1)}), entry("a:2", "2026-01-01", {owed(1, 1)})});
  tables.batch([&] {
    tables.ledger.append(entry("b:1", "2026-01-01", {owed(1, 1)}));
    tables.drop();
    tables.ledger.append(entry("b:2", "2026-01-01", {owed(1, 1)}));
    tables.keep();
    tables.ledger.append(entry("b:3", "2026-01-01", {owed(1, 1)}));
    tables.drop();
  });
  tables.look([&] {
    tables.ledger.append(entry("c:1", "2026-01-01", {owed(1, 1)}));
    tables.ledger.keep();
    tables.ledger.flush();
  });
  EXPECT_THROW(
      append({entry("c:2", "2026-01-01", {owed(1, 1)}), entry("a:1", "2026-01-01", {owed(1, 1)})}),
      sync::StoreRejected);
  tables.batch([] {});
  append({entry("c:2", "2026-01-01", {owed(1, 1)})});
  EXPECT_EQ(numbers(), (Numbers{1, 2, 3, 4}));
  EXPECT_EQ(views.entries({}, 2, 1).rows.front().entry.id, "b:2");
}

TEST_P(LedgerLaws, AnIdIsUsedOnceAndAnEntryReversedOnce) {
  auto reversal = entry("voided:in_1", "2026-01-02", {owed(1, -1)});
  reversal.reverses = "issued:in_1";
  append({entry("issued:in_1", "2026-01-01", {owed(1, 1)})});
  append({reversal});
  EXPECT_THROW(append({entry("issued:in_1", "2026-01-01", {owed(1, 1)})}), sync::StoreRejected);
  reversal.id = "voided:again";
  EXPECT_THROW(append({reversal}), sync::StoreRejected);
  EXPECT_THROW(append({entry("new:1", "2026-01-01", {owed(1, 1)}),
                       entry("new:1", "2026-01-01", {owed(1, 1)})}),
               sync::StoreRejected);
  EXPECT_EQ(numbers(), (Numbers{1, 2}));
}

TEST_P(LedgerLaws, TheDatabaseItselfRefusesToChangeOrRemove) {
  some_books();
  for (const auto* change :
       {"UPDATE ledger_entry SET kind = 'x'",
        "UPDATE ledger_entry SET kind = kind WHERE entry_no = 1",
        "UPDATE ledger_posting SET amount_minor = 0", "DELETE FROM ledger_entry",
        "DELETE FROM ledger_posting WHERE entry_no = 1", "DELETE FROM ledger_posting"}) {
    EXPECT_THROW(database.writer().run(change), sync::StoreRejected) << change;
  }
  if (GetParam() == sql::Dialect::postgresql) {
    EXPECT_THROW(database.writer().run("TRUNCATE ledger_posting"), sync::StoreRejected);
  }
  EXPECT_EQ(numbers(), (Numbers{1, 2, 3, 4, 5, 6}));
  EXPECT_EQ(views.balance(some_customer(2)),
            (std::vector<billing::Money>{{70, billing::Currency::stored("jpy")}}));
}

TEST_P(LedgerLaws, EntriesAreListedWholeWhateverTheyAreNarrowedTo) {
  some_books();
  struct Case {
    std::optional<billing::CustomerId> customer;
    std::optional<std::string> source;
    Numbers expected;
  };
  for (const auto& [customer, source, expected] : {
           Case{std::nullopt, std::nullopt, {1, 2, 3, 4, 5, 6}},
           Case{some_customer(1), std::nullopt, {1, 2, 4, 5, 6}},
           Case{some_customer(2), std::nullopt, {3}},
           Case{std::nullopt, "in_3", {4, 5}},
           Case{some_customer(1), "in_3", {4, 5}},
           Case{some_customer(2), "in_3", {}},
       }) {
    for (const std::size_t limit : {1, 2, 10}) {
      Numbers seen;
      bool more = true;
      while (more) {
        const auto page = views.entries({customer, source}, seen.empty() ? 0 : seen.back(), limit);
        ASSERT_TRUE(page.rows.size() == limit || !page.has_more);
        for (const auto& one : page.rows) {
          seen.push_back(one.entry_no);
          EXPECT_EQ(one.entry.postings.size(), one.entry_no == 2 ? 3u : 2u);
        }
        more = page.has_more;
      }
      EXPECT_EQ(seen, expected) << limit;
    }
  }
}

TEST_P(LedgerLaws, ATrialBalanceCountsWhatIsEffectiveUntilThatDay) {
  some_books();
  struct Row {
    Account account;
    std::string currency;
    std::int64_t balance, debit, credit;
    bool operator==(const Row&) const = default;
  };
  const auto as_of = [&](std::string_view on) {
    std::vector<Row> rows;
    const auto accounts = views.trial_balance(day(on));
    for (const auto& of : *accounts) {
      rows.push_back({of.account, of.balance.currency.code(), of.balance.amount_minor,
                      of.debit_minor, of.credit_minor});
    }
    return rows;
  };
  EXPECT_EQ(as_of("2026-01-30"), std::vector<Row>{});
  EXPECT_EQ(as_of("2026-01-31"),
            (std::vector<Row>{{Account::receivable, "eur", 1000, 1000, 0},
                              {Account::deferred_revenue, "eur", -1000, 0, 1000}}));
  EXPECT_EQ(as_of("2026-03-02"),
            (std::vector<Row>{{Account::receivable, "eur", 300, 1500, 1200},
                              {Account::cash_clearing, "eur", 1200, 1200, 0},
                              {Account::deferred_revenue, "eur", -1500, 0, 1500},
                              {Account::customer_credit, "eur", 0, 200, 200},
                              {Account::receivable, "jpy", 70, 70, 0},
                              {Account::deferred_revenue, "jpy", -70, 0, 70}}));
}

TEST_P(LedgerLaws, AStatementsBalancesGoOnFromPageToPage) {
  some_books();
  struct Line {
    std::string entry;
    std::int64_t amount;
    std::string currency;
    std::int64_t balance;
    bool operator==(const Line&) const = default;
  };
  const std::vector<Line> all{{"issued:in_1", 1000, "eur", 1000},
                              {"paid:pay_1", -1000, "eur", 0},
                              {"paid:pay_1", -200, "eur", -200},
                              {"issued:in_3", 500, "eur", 300},
                              {"credit_applied:in_3", 200, "eur", 500},
                              {"credit_applied:in_3", -200, "eur", 300},
                              {"issued:in_4", 9, "jpy", 9}};
  const auto read = [&](std::string_view on, std::size_t limit) {
    std::vector<Line> lines;
    std::int64_t after = 0;
    bool more = true;
    while (more) {
      const auto page = views.statement(some_customer(1), day(on), after, limit);
      std::set<std::int64_t> entries;
      for (const auto& line : page.rows) {
        lines.push_back({line.entry_id, line.amount.amount_minor, line.amount.currency.code(),
                         line.balance_minor});
        entries.insert(line.entry_no);
        after = line.entry_no;
      }
      EXPECT_LE(entries.size(), limit);
      more = page.has_more;
    }
    return lines;
  };
  for (const std::size_t limit : {1, 2, 3, 10}) {
    EXPECT_EQ(read("2026-03-03", limit), all) << limit;
    EXPECT_EQ(read("2026-03-02", limit), (std::vector<Line>{all.begin(), all.end() - 1}));
    EXPECT_EQ(read("2026-02-28", limit), (std::vector<Line>{all.begin(), all.begin() + 1}));
  }
  const auto line = views.statement(some_customer(1), day("2026-03-03"), 1, 1).rows.front();
  EXPECT_EQ(line.entry_no, 2);
  EXPECT_EQ(line.kind, "paid");
  EXPECT_EQ(line.source, "pay_1");
  EXPECT_EQ(line.effective_on, day("2026-03-01"));
}

TEST_P(LedgerLaws, ABalanceIsPerCurrency) {
  some_books();
  EXPECT_EQ(views.balance(some_customer(1)),
            (std::vector<billing::Money>{{300, eur()}, {9, billing::Currency::stored("jpy")}}));
  EXPECT_TRUE(views.balance(some_customer(3)).empty());
}

TEST_P(LedgerLaws, ATrialBalanceAddsUpWhatNoSingleSumHolds) {
  const auto large = std::int64_t{1'000'000'000'000'000'000};
  for (int n = 0; n < 9; ++n) {
    append({entry("a:" + std::to_string(n), "2026-01-01", {owed(1, large + n), owed(1, -large)})});
  }
  const auto account = views.trial_balance(day("2026-01-01"))->front();
  EXPECT_EQ(account.balance.amount_minor, 36);
  EXPECT_EQ(account.debit_minor, 9 * large + 36);
  EXPECT_EQ(account.credit_minor, 9 * large);
  append({entry("b:1", "2026-01-02", {owed(1, large)})});
  EXPECT_EQ(views.trial_balance(day("2026-01-02")).error().code, "billing.sum_too_large");
  EXPECT_EQ(views.trial_balance(day("2026-01-01"))->size(), 1U);
}

TEST_P(LedgerLaws, ASumThatLeavesTheRangeBreaksAndIsNeverRounded) {
  append({entry("a:1", "2026-01-01", {owed(1, most - 1)}), entry("a:2", "2026-01-02", {owed(1, 1)}),
          entry("a:3", "2026-01-03", {owed(1, 1)})});
  EXPECT_EQ(views.trial_balance(day("2026-01-02"))->front().balance.amount_minor, most);
  EXPECT_EQ(views.statement(some_customer(1), day("2026-01-02"), 1, 9).rows.front().balance_minor,
            most);
  EXPECT_EQ(views.trial_balance(day("2026-01-03")).error().code, "billing.sum_too_large");
  EXPECT_THROW(views.statement(some_customer(1), day("2026-01-03"), 0, 9), sync::StoreBroken);
  EXPECT_THROW(views.balance(some_customer(1)), sync::StoreBroken);
  append({entry("b:1", "2025-01-01", {owed(2, least)})});
  EXPECT_EQ(views.trial_balance(day("2025-01-01")).error().code, "billing.sum_too_large");
  EXPECT_EQ(views.balance(some_customer(2)).front().amount_minor, least);
}

}  // namespace
}  // namespace contracts
