#include <billing/domain/ledger.hpp>

#include <limits>
#include <map>
#include <vector>

#include <gtest/gtest.h>

#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <tests/billing/big_number.hpp>
#include <tests/billing/domain_samples.hpp>

namespace {

using billing::Account;
using billing::LedgerEntry;
using billing::Posting;
using billing_samples::ada;
using billing_samples::BigNumber;
using billing_samples::currency;
using billing_samples::day;
using billing_samples::eur;
using billing_samples::noon;

constexpr auto most = std::numeric_limits<std::int64_t>::max();
constexpr auto least = std::numeric_limits<std::int64_t>::min();

LedgerEntry entry_of(std::vector<Posting> postings) {
  return {.id = "issued:in_1",
          .kind = "issued",
          .source = "in_1",
          .effective_on = day(2026, 3, 1),
          .recorded_at = noon,
          .reverses = std::nullopt,
          .postings = std::move(postings)};
}

Posting owed(std::int64_t amount_minor) { return {Account::receivable, ada, eur(amount_minor)}; }
Posting deferred(std::int64_t amount_minor) {
  return {Account::deferred_revenue, std::nullopt, eur(amount_minor)};
}

bool balanced(std::vector<Posting> postings) { return entry_of(std::move(postings)).balanced(); }

TEST(LedgerEntry, AddsUpToZeroInEachCurrency) {
  const Posting usd_owed{Account::receivable, ada, {5, currency("usd")}};
  const Posting usd_deferred{Account::deferred_revenue, std::nullopt, {-5, currency("usd")}};
  struct Case {
    const char* what;
    std::vector<Posting> postings;
    bool balanced;
  };
  const std::vector<Case> cases{
      {"two", {owed(5), deferred(-5)}, true},
      {"three", {owed(5), deferred(-2), deferred(-3)}, true},
      {"two currencies", {owed(5), deferred(-5), usd_owed, usd_deferred}, true},
      {"none", {}, false},
      {"one", {owed(5)}, false},
      {"one unit off", {owed(5), deferred(-4)}, false},
      {"zero only across currencies", {owed(5), usd_deferred}, false},
      {"a posting of nothing", {owed(5), deferred(-5), deferred(0)}, false},
      {"nobody owes it", {{Account::receivable, std::nullopt, eur(5)}, deferred(-5)}, false},
      {"nobody has the credit",
       {{Account::customer_credit, std::nullopt, eur(-5)}, {Account::cash_clearing, {}, eur(5)}},
       false},
      {"the ends of the range", {owed(most), deferred(-most)}, true},
      {"any order", {owed(most), deferred(-1), deferred(-most), owed(1)}, false},
      {"beyond the range", {owed(most), owed(1), deferred(-most), deferred(-1)}, false},
      {"the number without an opposite", {owed(most), owed(1), deferred(least)}, false},
  };
  for (const auto& is : cases) EXPECT_EQ(balanced(is.postings), is.balanced) << is.what;
}

TEST(LedgerEntry, HasAtMostAThousandPostings) {
  std::vector<Posting> postings;
  for (int i = 0; i < 500; ++i) {
    postings.push_back(owed(1));
    postings.push_back(deferred(-1));
  }
  EXPECT_TRUE(balanced(postings));
  postings.push_back(owed(2));
  postings.push_back(deferred(-2));
  EXPECT_FALSE(balanced(postings));
}

TEST(LedgerEntry, IsTakenBackByItsExactOpposite) {
  const auto entry = entry_of({owed(7), deferred(-7)});
  const auto back = LedgerEntry::reversal(entry, "voided:in_1", "voided", "in_1", day(2026, 4, 1),
                                          noon + std::chrono::hours{1});
  EXPECT_EQ(back.id, "voided:in_1");
  EXPECT_EQ(back.kind, "voided");
  EXPECT_EQ(back.source, "in_1");
  EXPECT_EQ(back.effective_on, day(2026, 4, 1));
  EXPECT_EQ(back.recorded_at, noon + std::chrono::hours{1});
  EXPECT_EQ(back.reverses, "issued:in_1");
  EXPECT_EQ(back.postings, (std::vector<Posting>{owed(-7), deferred(7)}));
}

TEST(Account, HasOneWord) {
  for (const auto account : {Account::receivable, Account::cash_clearing, Account::deferred_revenue,
                             Account::revenue, Account::customer_credit, Account::bad_debt}) {
    EXPECT_EQ(billing::parse_account(billing::to_text(account)), account);
  }
  EXPECT_EQ(billing::to_text(Account::cash_clearing), "cash_clearing");
  EXPECT_FALSE(billing::parse_account("Receivable"));
  EXPECT_FALSE(billing::parse_account(""));
}

rc::Gen<Posting> postings() {
  return rc::gen::map(rc::gen::tuple(rc::gen::element(Account::receivable, Account::cash_clearing,
                                                      Account::deferred_revenue, Account::revenue,
                                                      Account::customer_credit, Account::bad_debt),
                                     rc::gen::distinctFrom(rc::gen::nonZero<std::int64_t>(), least),
                                     rc::gen::element<std::string>("eur", "usd", "jpy")),
                      [](const std::tuple<Account, std::int64_t, std::string>& drawn) {
                        const auto& [account, amount, code] = drawn;
                        return Posting{account, ada, {amount, currency(code)}};
                      });
}

struct Sums {
  BigNumber all{0};
  BigNumber debits{0};
};

std::map<std::string, Sums> sums_of(const std::vector<Posting>& all) {
  std::map<std::string, Sums> sums;
  for (const auto& posting : all) {
    const BigNumber amount{posting.amount.amount_minor};
    auto& sum = sums[posting.amount.currency.code()];
    sum.all = sum.all + amount;
    if (BigNumber{0} < amount) sum.debits = sum.debits + amount;
  }
  return sums;
}

// Half of the draws are made to balance, the others are left as they come.
RC_GTEST_PROP(LedgerEntry, IsBalancedJustWhereEachCurrencyIs, ()) {
  auto drawn = *rc::gen::container<std::vector<Posting>>(postings());
  if (*rc::gen::arbitrary<bool>()) {
    const auto count = drawn.size();
    for (std::size_t i = 0; i < count; ++i) {
      auto opposite = drawn[i];
      opposite.amount.amount_minor = -opposite.amount.amount_minor;
      drawn.push_back(opposite);
    }
  }
  bool zero = !drawn.empty();
  bool fits = true;
  for (const auto& [code, sum] : sums_of(drawn)) {
    zero = zero && sum.all == BigNumber{0};
    fits = fits && sum.debits <= BigNumber{most};
  }
  RC_CLASSIFY(zero);
  const auto entry = entry_of(drawn);
  RC_ASSERT(entry.balanced() == (zero && fits));
  if (!entry.balanced()) return;
  const auto there = LedgerEntry::reversal(entry, "a", "a", "a", day(2026, 3, 2), noon);
  RC_ASSERT(there.balanced());
  const auto back = LedgerEntry::reversal(there, "b", "b", "b", day(2026, 3, 3), noon);
  RC_ASSERT(back.postings == drawn);
}

}  // namespace
