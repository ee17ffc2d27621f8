#include <billing/domain/money.hpp>

#include <limits>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <tests/billing/big_number.hpp>
#include <tests/billing/domain_samples.hpp>

namespace {

using billing_samples::BigNumber;
using billing_samples::currency;

constexpr auto least = std::numeric_limits<std::int64_t>::min();
constexpr auto most = std::numeric_limits<std::int64_t>::max();

// Small ones, any ones, and those beside the ends of the range.
rc::Gen<std::int64_t> amounts() {
  return rc::gen::oneOf(rc::gen::inRange<std::int64_t>(-1000, 1001),
                        rc::gen::arbitrary<std::int64_t>(),
                        rc::gen::element(least, least + 1, most - 1, most, most / 2, least / 2));
}
// The exact result, or billing.amount_overflow where it has no room.
void expect_exact(const shared::Result<std::int64_t>& result, const BigNumber& exact) {
  const bool fits = BigNumber{least} <= exact && exact <= BigNumber{most};
  RC_ASSERT(result.has_value() == fits);
  if (fits) RC_ASSERT(BigNumber{*result} == exact);
  if (!fits) RC_ASSERT(result.error().code == "billing.amount_overflow");
}

RC_GTEST_PROP(Money, SumsAreExactOrRefused, ()) {
  const auto a = *amounts();
  const auto b = *amounts();
  expect_exact(billing::add(a, b), BigNumber{a} + BigNumber{b});
  expect_exact(billing::multiply(a, b), BigNumber{a} * BigNumber{b});
}

RC_GTEST_PROP(Money, PartsOfAllStepsAddUpToTheWhole, ()) {
  const auto amount = *amounts();
  const auto all = *rc::gen::inRange<std::int64_t>(1, 400);
  BigNumber sum{0};
  for (std::int64_t step = 0; step < all; ++step) {
    const auto one = BigNumber{billing::part(amount, step + 1, all)} -
                     BigNumber{billing::part(amount, step, all)};
    RC_ASSERT((amount >= 0 ? BigNumber{0} <= one : one <= BigNumber{0}));
    sum = sum + one;
  }
  RC_ASSERT(sum == BigNumber{amount});
}

TEST(Money, PartsAreRoundedTowardZeroSoThatTheLastTakesTheRest) {
  EXPECT_EQ(billing::part(100, 1, 3), 33);
  EXPECT_EQ(billing::part(100, 2, 3), 66);
  EXPECT_EQ(billing::part(100, 3, 3), 100);
  EXPECT_EQ(billing::part(-100, 1, 3), -33);
  EXPECT_EQ(billing::part(least, most, most), least);
  EXPECT_EQ(billing::part(most, most - 1, most), most - 1);
}

TEST(Money, ReadsWellForPeople) {
  struct Case {
    std::int64_t amount;
    const char* code;
    const char* text;
  };
  for (const auto& [amount, code, text] :
       std::vector<Case>{{123450, "eur", "1,234.50 EUR"},
                         {12, "jpy", "12 JPY"},
                         {1234567, "jpy", "1,234,567 JPY"},
                         {-5, "usd", "-0.05 USD"},
                         {-123456, "usd", "-1,234.56 USD"},
                         {-12345, "usd", "-123.45 USD"},
                         {99999, "usd", "999.99 USD"},
                         {0, "kwd", "0.000 KWD"},
                         {1234567, "kwd", "1,234.567 KWD"},
                         {most, "eur", "92,233,720,368,547,758.07 EUR"},
                         {least, "jpy", "-9,223,372,036,854,775,808 JPY"}}) {
    EXPECT_EQ(billing::to_text(billing::Money{amount, currency(code)}), text);
  }
}

RC_GTEST_PROP(Money, ComesBackFromItsDecimalInEveryCurrency, ()) {
  static const auto codes = billing_samples::every_currency();
  const auto amount = *amounts();
  for (const auto& code : codes) {
    const billing::Money money{amount, currency(code)};
    const auto read = billing::parse_decimal(billing::to_decimal(money), money.currency);
    RC_ASSERT(read.has_value());
    RC_ASSERT(*read == amount);
  }
}

TEST(Money, IsReadFromADecimal) {
  struct Case {
    const char* text;
    const char* code;
    std::int64_t amount;
  };
  for (const auto& [text, code, amount] : std::vector<Case>{{"12.50", "eur", 1250},
                                                            {"12.5", "eur", 1250},
                                                            {"12", "eur", 1200},
                                                            {"-0.05", "eur", -5},
                                                            {"-0", "eur", 0},
                                                            {"007", "jpy", 7},
                                                            {"1.234", "kwd", 1234}}) {
    EXPECT_EQ(billing::parse_decimal(text, currency(code)), amount) << text;
  }
}

TEST(Money, IsNotReadFromAnythingElse) {
  for (const auto* text : {"", "-", ".", "1.", ".5", "1.234", "1,234.50", "+1", " 1", "1 ", "1e3",
                           "--1", "1.-5", "1.2.3", "0x1", "\xD9\xA1", "99999999999999999999x"}) {
    EXPECT_EQ(billing::parse_decimal(text, currency("eur")).error().code,
              "billing.amount_malformed")
        << text;
  }
  EXPECT_FALSE(billing::parse_decimal("1.0", currency("jpy")));
  for (const auto* text :
       {"92233720368547758.08", "-92233720368547758.09", "99999999999999999999999999999999"}) {
    EXPECT_EQ(billing::parse_decimal(text, currency("eur")).error().code, "billing.amount_overflow")
        << text;
  }
}

}  // namespace
