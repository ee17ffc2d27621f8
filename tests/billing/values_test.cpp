#include <string>

#include <gtest/gtest.h>

#include <billing/domain/currency.hpp>
#include <billing/domain/customer_id.hpp>
#include <billing/domain/tax_id.hpp>

namespace {

using billing::Currency;
using billing::CustomerId;
using billing::TaxId;

TEST(Currency, IsAnActiveIsoCodeInLowerCase) {
  for (const auto* text : {"eur", "EUR", "Usd", "jpy", "xof", "xcg", "aed", "zwg"}) {
    ASSERT_TRUE(Currency::parse(text)) << text;
  }
  EXPECT_EQ(Currency::parse("EUR")->code(), "eur");
}

TEST(Currency, IsNoFundNoMetalNoTestCodeAndNotOneOfThePast) {
  for (const auto* text : {"", "e", "euro", "xau", "xxx", "xts", "xdr", "clf", "che", "dem", "hrk",
                           "bgn", "zzz", "e r", "EU\xC3\x96"}) {
    const auto currency = Currency::parse(text);
    ASSERT_FALSE(currency) << text;
    EXPECT_EQ(currency.error().code, "billing.currency_unknown");
    EXPECT_EQ(currency.error().field, "/currency");
  }
}

TEST(TaxId, IsAShortPrintableText) {
  for (const auto& text : {std::string{"DE123456789"}, std::string{"12-3456789 A"},
                           std::string(32, '9')}) {
    ASSERT_TRUE(TaxId::parse(text)) << text;
  }
  for (const auto& text : {std::string{}, std::string(33, '9'), std::string{" 1"},
                           std::string{"1 "}, std::string{"1\n2"}, std::string{"Ü1"},
                           std::string{"\x7F"}}) {
    const auto tax_id = TaxId::parse(text);
    ASSERT_FALSE(tax_id) << text;
    EXPECT_EQ(tax_id.error().code, "billing.tax_id_invalid");
  }
}

TEST(CustomerId, SharesItsDigitsWithTheUsersId) {
  const auto id = CustomerId::of_user("usr_00000000000000000000000004");
  ASSERT_TRUE(id);
  EXPECT_EQ(id->text(), "cus_00000000000000000000000004");
  EXPECT_EQ(CustomerId::parse(id->text()), id);
  EXPECT_FALSE(CustomerId::parse(id->user_text()));
  EXPECT_FALSE(CustomerId::of_user(id->text()));
}

}  // namespace
