#include <gtest/gtest.h>

#include <string>

#include <tests/routes/world.hpp>

namespace routes_test {
namespace {

// A user who owes for a first month, by bank transfer.
struct Subscriber {
  World world;
  Answer registered = world.post("/v1/users", R"({"email":"ada@example.com"})");
  std::string user = registered.at("id");
  // Billing has heard of her.
  Answer known = world.get("/v1/customers?user_id=" + user,
                           {{"cleave-wait-for", registered.header("Cleave-Position")}});
  std::string product = world.post("/v1/products", R"({"name":"Team"})").at("id");
  std::string price =
      world
          .post("/v1/prices", R"({"product_id":")" + product +
                                  R"(","currency":"eur","unit_amount_minor":1250,)"
                                  R"("interval":"month"})")
          .at("id");
  Answer subscribed = world.post(
      "/v1/subscriptions", R"({"user_id":")" + user + R"(","price_id":")" + price + R"("})",
      {{"idempotency-key", "first"}});

  Answer overview() {
    return world.get("/v1/users/" + user + "/overview",
                     {{"cleave-wait-for", subscribed.header("Cleave-Position")}});
  }
};

TEST(Overview, ShowsTheUserWithWhatTheyHaveAndOwe) {
  Subscriber s;
  ASSERT_EQ(s.subscribed.status(), 201) << s.subscribed.body();
  const auto shown = s.overview();
  ASSERT_EQ(shown.status(), 200) << shown.body();
  const auto body = shown.json();
  EXPECT_EQ(body.at("user").at("email"), "ada@example.com");
  EXPECT_EQ(body.at("subscriptions").at(0).at("status"), "incomplete");
  EXPECT_EQ(body.at("open_invoices").at(0).at("amount_remaining_minor"), 1250);
  EXPECT_EQ(body.at("balance").at(0).at("amount_minor"), 1250);
  EXPECT_EQ(body.at("has_more"), false);
}

TEST(Overview, ShowsNoSubscriptionThatHasEndedInTheWayOfOneThatHasNot) {
  Subscriber s;
  const std::string first = s.subscribed.at("id");
  ASSERT_EQ(s.world.post("/v1/subscriptions/" + first + "/cancel", "").status(), 200);
  s.subscribed = s.world.post(
      "/v1/subscriptions", R"({"user_id":")" + s.user + R"(","price_id":")" + s.price + R"("})",
      {{"idempotency-key", "second"}});
  const auto shown = s.overview().json().at("subscriptions").as_array();
  ASSERT_EQ(shown.size(), 1U);
  EXPECT_EQ(shown[0].at("id").as_string(), s.subscribed.at("id"));
}

TEST(Overview, ShowsAUserWhoBoughtNothing) {
  World world;
  const auto shown = world.get("/v1/users/" + world.user("bob@example.com") + "/overview");
  ASSERT_EQ(shown.status(), 200) << shown.body();
  EXPECT_TRUE(shown.json().at("subscriptions").as_array().empty());
  EXPECT_TRUE(shown.json().at("balance").as_array().empty());
}

TEST(Overview, OfNobodyIsNotFound) {
  World world;
  for (const char* id : {"usr_06ammhqmi1t3n4cd7r2k9v8e5s", "cus_06ammhqmi1t3n4cd7r2k9v8e5s", "x"}) {
    const auto shown = world.get(std::string{"/v1/users/"} + id + "/overview");
    EXPECT_EQ(shown.status(), 404) << id;
    EXPECT_EQ(shown.code(), "user.not_found") << id;
  }
}

TEST(Overview, WaitsForNothingThatWillNeverCome) {
  Subscriber s;
  const auto refused =
      s.world.get("/v1/users/" + s.user + "/overview", {{"cleave-wait-for", "billing/0:1:999999"}});
  EXPECT_EQ(refused.status(), 422) << refused.body();
}

TEST(Overview, IsOnlyForThoseWhoMayReadAllOfIt) {
  Subscriber s;
  const auto key = s.world.post("/v1/keys", R"({"name":"half","scopes":["users:read"]})");
  ASSERT_EQ(key.status(), 201) << key.body();
  const auto shown =
      s.world.ask("GET", "/v1/users/" + s.user + "/overview", "", {}, key.at("token"));
  EXPECT_EQ(shown.status(), 403);
}

}  // namespace
}  // namespace routes_test
