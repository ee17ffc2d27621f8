#include <string>

#include <gtest/gtest.h>

#include <tests/routes/shop.hpp>

namespace routes_test {
namespace {

class Catalogue : public testing::Test {
 protected:
  Shop shop;
  World& world = shop.world;
};

TEST_F(Catalogue, KeepsWhatIsSaidOfAProduct) {
  const std::string product = "/v1/products/" + shop.product;
  const auto shown = world.get(product);
  EXPECT_EQ(shown.header("ETag"), "\"1\"");
  EXPECT_EQ(shown.at("name"), "Pro");
  EXPECT_EQ(shown.at("description"), "More");
  EXPECT_EQ(shown.at("entitlements"), R"(["api","seats.10"])");
  const auto changed = world.patch(product, R"({"name":"Pro 2","description":null})",
                                   {{"if-match", shown.header("ETag")}});
  ASSERT_EQ(changed.status(), 200) << changed.body();
  EXPECT_EQ(changed.header("ETag"), "\"2\"");
  EXPECT_EQ(changed.at("description"), "");
  EXPECT_EQ(changed.at("entitlements"), R"(["api","seats.10"])");
  EXPECT_EQ(world.patch(product, R"({"name":"Pro 2"})").header("ETag"), "\"2\"");
  EXPECT_EQ(world.get(product).body(), changed.body());
  EXPECT_EQ(world.patch(product, "{}", {{"if-match", "\"1\""}}).code(), "billing.version_mismatch");
}

TEST_F(Catalogue, ArchivesForGoodAndSellsNoMore) {
  const auto archived = world.post("/v1/products/" + shop.product + "/archive", "");
  EXPECT_EQ(archived.at("archived"), "true");
  EXPECT_EQ(world.post("/v1/products/" + shop.product + "/archive", "").body(), archived.body());
  EXPECT_EQ(shop.subscribe_ada().code(), "billing.product_archived");
  EXPECT_EQ(world.post("/v1/prices", R"({"unit_amount_minor":1,"replaces":")" + shop.price + "\"}")
                .code(),
            "billing.product_archived");
}

TEST_F(Catalogue, ReplacesAPriceByItsNextRevision) {
  const auto next =
      world.post("/v1/prices", R"({"unit_amount_minor":1500,"replaces":")" + shop.price + "\"}");
  ASSERT_EQ(next.status(), 201) << next.body();
  EXPECT_EQ(next.at("revision"), "2");
  EXPECT_EQ(next.at("replaces"), shop.price);
  EXPECT_EQ(next.at("product_id"), shop.product);
  EXPECT_EQ(next.at("currency"), "eur");
  EXPECT_EQ(next.at("interval"), "month");
  EXPECT_EQ(world.get("/v1/prices/" + shop.price).at("archived"), "true");
  EXPECT_EQ(shop.subscribe_ada().code(), "billing.price_archived");
  EXPECT_EQ(shop.rows("/v1/prices?product_id=" + shop.product).size(), 2U);
  EXPECT_EQ(shop.rows("/v1/prices?limit=1").size(), 1U);
  EXPECT_EQ(shop.rows("/v1/prices?starting_after=" + shop.price).size(), 1U);
  EXPECT_EQ(world.post("/v1/prices/" + next.at("id") + "/archive", "").at("version"), "2");
}

TEST_F(Catalogue, ListsProductsPageByPage) {
  for (const char* name : {"Basic", "Team"})
    world.post("/v1/products", R"({"name":")" + std::string(name) + "\"}");
  const auto first = world.get("/v1/products?limit=2");
  EXPECT_EQ(first.at("has_more"), "true");
  const std::string last(first.json().at("data").at(1).at("id").as_string());
  const auto second = world.get("/v1/products?limit=2&starting_after=" + last);
  EXPECT_EQ(second.at("has_more"), "false");
  EXPECT_EQ(second.json().at("data").at(0).at("name"), "Team");
}

TEST_F(Catalogue, AnswersARepeatUnderItsKeyWithTheSameBytes) {
  const http::Fields key = {{"idempotency-key", "one"}};
  const auto first = world.post("/v1/products", R"({"name":"Basic"})", key);
  const auto again = world.post("/v1/products", R"({"name":"Basic"})", key);
  EXPECT_EQ(first.body(), again.body());
  EXPECT_EQ(shop.rows("/v1/products").size(), 2U);
  EXPECT_EQ(world.post("/v1/products", R"({"name":"Other"})", key).code(),
            "idempotency.key_reused");
}

TEST_F(Catalogue, KeepsACustomersAddressAndPaymentMethodAndSaysTheyAreThere) {
  const std::string customer = "/v1/customers/" + shop.ada;
  const auto set =
      world.patch(customer, R"({"payment_method":"pm_1","address":{"line1":"Ringstr. 1",
      "city":"Berlin","postal_code":"10115","country":"DE"}})");
  ASSERT_EQ(set.status(), 200) << set.body();
  EXPECT_EQ(set.at("has_address"), "true");
  EXPECT_EQ(set.at("has_payment_method"), "true");
  EXPECT_EQ(set.body().find("Ringstr"), std::string::npos);
  const auto shown = world.get(customer);
  EXPECT_EQ(shown.at("payment_method"), "pm_1");
  EXPECT_EQ(shown.json().at("address").at("line1"), "Ringstr. 1");
  EXPECT_EQ(shown.json().at("address").at("line2"), "");
  EXPECT_EQ(shown.at("time_zone"), "Asia/Tokyo");
  const auto gone = world.patch(customer, R"({"payment_method":null,"address":null})");
  EXPECT_EQ(gone.at("has_address"), "false");
  EXPECT_EQ(gone.at("has_payment_method"), "false");
  EXPECT_EQ(world.get(customer).at("address"), "null");
}

}  // namespace
}  // namespace routes_test
