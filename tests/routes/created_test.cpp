#include <string>

#include <gtest/gtest.h>

#include <tests/routes/shop.hpp>

namespace routes_test {
namespace {

// What a 201 says of what it created is true.
void is_found(World& world, const Answer& created) {
  ASSERT_EQ(created.status(), 201) << created.body();
  const auto location = created.header("Location");
  ASSERT_TRUE(location.ends_with('/' + created.at("id"))) << location;
  const auto found = world.get(location);
  EXPECT_EQ(found.status(), 200) << location;
  EXPECT_EQ(found.at("id"), created.at("id"));
  EXPECT_EQ(created.header("ETag"), '"' + created.at("version") + '"') << location;
}

TEST(Created, IsFoundWhereItsAnswerSaysAndAtTheVersionOfItsETag) {
  Shop shop;
  is_found(shop.world, shop.world.post("/v1/users", R"({"email":"bob@example.com"})"));
  is_found(shop.world, shop.world.post("/v1/products", R"({"name":"Pro"})"));
  is_found(shop.world, shop.world.post("/v1/prices", R"({"product_id":")" + shop.product +
                                                         R"(","currency":"eur",)"
                                                         R"("unit_amount_minor":1,)"
                                                         R"("interval":"year"})"));
  const auto subscription = shop.subscribe_ada();
  is_found(shop.world, subscription);
  const auto payment = shop.receive(subscription.at("latest_invoice_id"), 2500);
  EXPECT_EQ(payment.header("Location"), "/v1/payments/" + payment.at("id"));
  is_found(shop.world, payment);
  const auto endpoint = shop.world.post(
      "/v1/webhook_endpoints", R"({"url":"https://example.com/hook","event_types":["user.*"]})");
  is_found(shop.world, endpoint);
  const auto rotated = shop.world.post(endpoint.header("Location") + "/rotate_secret", "",
                                       {{"if-match", endpoint.header("ETag")}});
  ASSERT_EQ(rotated.status(), 200) << rotated.body();
  EXPECT_EQ(rotated.header("ETag"), "\"2\"");
  EXPECT_EQ(rotated.header("Location"), "");
}

}  // namespace
}  // namespace routes_test
