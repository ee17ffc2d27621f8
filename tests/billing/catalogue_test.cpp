#include <string>
#include <vector>

#include <gtest/gtest.h>

#include <billing/domain/address.hpp>
#include <billing/domain/currency.hpp>
#include <billing/domain/price.hpp>
#include <billing/domain/product.hpp>

#include <tests/billing/domain_samples.hpp>

namespace {

using namespace std::chrono_literals;

using billing::Address;
using billing::Interval;
using billing::Price;
using billing::Product;
using billing_samples::eur;
using billing_samples::noon;
using billing_samples::uuid;

using Words = std::vector<std::string>;

std::string repeated(const std::string& text, int count) {
  std::string out;
  for (int i = 0; i < count; ++i) out += text;
  return out;
}

Words numbered(int count) {
  Words words;
  for (int i = 0; i < count; ++i) words.push_back("w" + std::to_string(i));
  return words;
}

Product product_of(const Product::Words& words) { return *Product::create({uuid(5)}, words, noon); }

std::string_view verdict(const Product::Words& words) {
  const auto product = Product::create({uuid(5)}, words, noon);
  return product ? "created" : product.error().code;
}

TEST(Product, IsCreatedAtVersionOne) {
  const auto product = product_of({.name = "Team plan",
                                   .description = "For teams.\nAll of it.",
                                   .entitlements = Words{"b", "a"}});
  const auto& is = product.fields();
  EXPECT_EQ(is.version, 1);
  EXPECT_EQ(is.name, "Team plan");
  EXPECT_EQ(is.description, "For teams.\nAll of it.");
  EXPECT_EQ(is.entitlements, (Words{"a", "b"})) << "in alphabetical order";
  EXPECT_EQ(is.created_at, noon);
  EXPECT_EQ(is.updated_at, noon);
  EXPECT_FALSE(is.archived);
}

TEST(Product, HasANameADescriptionAndEntitlementsWithinTheirBounds) {
  struct Case {
    const char* what;
    Product::Words words;
    const char* verdict;
  };
  const auto said = [](std::optional<std::string> name, std::optional<std::string> description = {},
                       std::optional<Words> entitlements = {}) {
    return Product::Words{std::move(name), std::move(description), std::move(entitlements)};
  };
  const std::vector<Case> cases{
      {"the longest name", said(repeated("ä", 200)), "created"},
      {"no name", said({}), "billing.product_name_invalid"},
      {"an empty name", said(""), "billing.product_name_invalid"},
      {"too long a name", said(repeated("ä", 201)), "billing.product_name_invalid"},
      {"a name of two lines", said("a\nb"), "billing.product_name_invalid"},
      {"a name that is no UTF-8", said("\xFF"), "billing.product_name_invalid"},
      {"the longest description", said("n", repeated("ä", 2000)), "created"},
      {"both kinds of line ends", said("n", "a\nb\r\nc\n"), "created"},
      {"no description", said("n", ""), "created"},
      {"too long a description", said("n", repeated("a\n", 1001)),
       "billing.product_description_invalid"},
      {"a tab", said("n", "a\tb"), "billing.product_description_invalid"},
      {"half a line end", said("n", "a\rb"), "billing.product_description_invalid"},
      {"half a line end at the end", said("n", "a\r"), "billing.product_description_invalid"},
      {"a NUL", said("n", std::string("a\0b", 3)), "billing.product_description_invalid"},
      {"the longest word", said("n", {}, Words{std::string(64, 'z')}), "created"},
      {"every letter", said("n", {}, Words{"seats_09.api-v2"}), "created"},
      {"fifty words", said("n", {}, numbered(50)), "created"},
      {"too many words", said("n", {}, numbered(51)), "billing.too_many_entitlements"},
      {"an empty word", said("n", {}, Words{""}), "billing.entitlement_invalid"},
      {"too long a word", said("n", {}, Words{std::string(65, 'z')}),
       "billing.entitlement_invalid"},
      {"a capital", said("n", {}, Words{"Seats"}), "billing.entitlement_invalid"},
      {"a word twice", said("n", {}, Words{"b", "a", "b"}), "billing.entitlement_invalid"},
  };
  for (const auto& is : cases) EXPECT_EQ(verdict(is.words), is.verdict) << is.what;
}

TEST(Product, NamesTheEntitlementThatIsWrong) {
  const Product::Words words{"n", {}, Words{"a", "b", "a"}};
  EXPECT_EQ(Product::create({uuid(5)}, words, noon).error().field, "/entitlements/2");
}

TEST(Product, KeepsWhatIsNotSaidAndCountsOnlyWhatChanges) {
  auto product = product_of({.name = "n", .description = "d", .entitlements = Words{"a", "b"}});
  EXPECT_EQ(*product.change({.name = "m", .description = {}, .entitlements = {}}, noon + 1h), true);
  EXPECT_EQ(product.fields().name, "m");
  EXPECT_EQ(product.fields().description, "d");
  EXPECT_EQ(product.fields().version, 2);
  EXPECT_EQ(product.fields().updated_at, noon + 1h);
  EXPECT_EQ(product.fields().created_at, noon);

  const auto before = product;
  EXPECT_EQ(*product.change({"m", "d", Words{"b", "a"}}, noon + 2h), false);
  EXPECT_FALSE(product.change({"x", "a\tb", {}}, noon + 2h));
  EXPECT_EQ(product, before) << "a refusal changes nothing";
}

TEST(Product, IsArchivedForGood) {
  auto product = product_of({.name = "n", .description = {}, .entitlements = {}});
  EXPECT_TRUE(product.archive(noon + 1h));
  EXPECT_TRUE(product.fields().archived);
  EXPECT_EQ(product.fields().version, 2);
  EXPECT_FALSE(product.archive(noon + 2h));
  EXPECT_EQ(product.fields().updated_at, noon + 1h);
  EXPECT_EQ(product.change({"m", {}, {}}, noon + 2h).error().code, "billing.product_archived");
}

TEST(Price, CostsFromNothingToATrillionMinorUnits) {
  struct Case {
    std::int64_t amount;
    bool right;
  };
  for (const auto& [amount, right] : std::vector<Case>{
           {0, true}, {1'000'000'000'000, true}, {-1, false}, {1'000'000'000'001, false}}) {
    const auto price = Price::create({uuid(6)}, {uuid(5)}, eur(amount), Interval::month, noon);
    EXPECT_EQ(price.has_value(), right) << amount;
    EXPECT_EQ(right ? "" : price.error().code, right ? "" : "billing.unit_amount_out_of_range");
  }
}

TEST(Price, IsReplacedByARevisionThatDiffersInTheAmountAlone) {
  const auto old = *Price::create({uuid(6)}, {uuid(5)}, eur(500), Interval::year, noon);
  const auto next = *Price::replacing(old, {uuid(7)}, 600, noon + 1h);
  EXPECT_EQ(next.fields().id.uuid, uuid(7));
  EXPECT_EQ(next.fields().product, old.fields().product);
  EXPECT_EQ(next.fields().interval, Interval::year);
  EXPECT_EQ(next.fields().unit, eur(600));
  EXPECT_EQ(next.fields().revision, 2);
  EXPECT_EQ(next.fields().replaces, old.fields().id);
  EXPECT_EQ(next.fields().version, 1);
  EXPECT_EQ(next.fields().created_at, noon + 1h);
  EXPECT_EQ(Price::replacing(next, {uuid(8)}, 700, noon)->fields().revision, 3);
  EXPECT_EQ(Price::replacing(old, {uuid(7)}, -1, noon).error().code,
            "billing.unit_amount_out_of_range");
}

TEST(Price, IsArchivedForGood) {
  auto price = *Price::create({uuid(6)}, {uuid(5)}, eur(500), Interval::month, noon);
  EXPECT_TRUE(price.archive(noon + 1h));
  EXPECT_EQ(price.fields().version, 2);
  EXPECT_EQ(price.fields().updated_at, noon + 1h);
  EXPECT_FALSE(price.archive(noon + 2h));
  EXPECT_EQ(price.fields().version, 2);
}

TEST(Address, HasALineACityAndACountry) {
  const Address whole{"Unter den Linden 1", "2. OG", "10117", "Berlin", "BE", "DE"};
  EXPECT_EQ(*Address::parse(whole), whole);
  EXPECT_TRUE(Address::parse({"1 Main St", "", "", "Springfield", "", "US"}));
  EXPECT_TRUE(Address::parse({repeated("ä", 200), "", "", "Zürich", "", "CH"}));

  struct Case {
    const char* field;
    Address address;
  };
  const std::vector<Case> cases{
      {"/address/line1", {"", "", "", "Berlin", "", "DE"}},
      {"/address/line1", {repeated("ä", 201), "", "", "Berlin", "", "DE"}},
      {"/address/line2", {"a", "b\nc", "", "Berlin", "", "DE"}},
      {"/address/postal_code", {"a", "", "\x7F", "Berlin", "", "DE"}},
      {"/address/city", {"a", "", "", "", "", "DE"}},
      {"/address/region", {"a", "", "", "Berlin", repeated("b", 201), "DE"}},
  };
  for (const auto& [field, address] : cases) {
    const auto parsed = Address::parse(address);
    ASSERT_FALSE(parsed) << field;
    EXPECT_EQ(parsed.error().code, "billing.address_invalid");
    EXPECT_EQ(parsed.error().field, field);
  }
}

TEST(Address, LiesInACountryOfIso3166) {
  const auto in = [](std::string country) {
    return Address::parse({"a", "", "", "b", "", std::move(country)});
  };
  for (const auto* country : {"AD", "DE", "GB", "US", "ZW"}) EXPECT_TRUE(in(country)) << country;
  for (const auto* country : {"", "D", "de", "DEU", "UK", "EU", "XK", "ZZ", "E ", " D", "D A"}) {
    EXPECT_EQ(in(country).error().field, "/address/country") << country;
  }
}

// ISO 4217, list one: all other active currencies have two.
TEST(Currency, HasTheDigitsOfIso4217) {
  const std::string none = " bif clp djf gnf isk jpy kmf krw pyg rwf ugx vnd vuv xaf xof xpf ";
  const std::string three = " bhd iqd jod kwd lyd omr tnd ";
  int without = 0;
  int with_three = 0;
  int with_two = 0;
  for (const auto& code : billing_samples::every_currency()) {
    const auto listed = " " + code + " ";
    const int digits = billing_samples::currency(code).digits();
    const int expected = none.find(listed) != none.npos     ? 0
                         : three.find(listed) != three.npos ? 3
                                                            : 2;
    EXPECT_EQ(digits, expected) << code;
    ++(digits == 0 ? without : digits == 3 ? with_three : with_two);
  }
  EXPECT_EQ(without, 16);
  EXPECT_EQ(with_three, 7);
  EXPECT_GT(with_two, 120);
}

}  // namespace
