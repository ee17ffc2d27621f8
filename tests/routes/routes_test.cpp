#include <cctype>
#include <cstdlib>
#include <fstream>
#include <string>

#include <gtest/gtest.h>

#include <tests/routes/world.hpp>

namespace routes_test {
namespace {

class Routes : public testing::Test {
 protected:
  World world;
};

TEST_F(Routes, AnswerARepeatUnderItsKeyWithTheSameBytesAndRefuseAnotherRequestUnderIt) {
  const http::Fields key = {{"idempotency-key", "one"}};
  const auto first = world.post("/v1/users", R"({"email":"a@b.de"})", key);
  world.patch("/v1/users/" + first.at("id"), R"({"display_name":"later"})");
  const auto again = world.post("/v1/users", R"({"email":"a@b.de"})", key);
  EXPECT_EQ(again.status(), 201);
  EXPECT_EQ(again.body(), first.body());
  EXPECT_EQ(again.header("Cleave-Position"), first.header("Cleave-Position"));
  EXPECT_EQ(again.header("ETag"), first.header("ETag"));
  const auto other = world.post("/v1/users", R"({"email":"c@d.ef"})", key);
  EXPECT_EQ(other.status(), 422);
  EXPECT_EQ(other.code(), "idempotency.key_reused");
}

TEST_F(Routes, AnswerARepeatedRefusalWithTheSameBytes) {
  world.user("a@b.de");
  const http::Fields key = {{"idempotency-key", "two"}};
  const auto first = world.post("/v1/users", R"({"email":"a@b.de"})", key);
  EXPECT_EQ(first.status(), 409);
  const auto again = world.post("/v1/users", R"({"email":"a@b.de"})", key);
  EXPECT_EQ(again.body(), first.body());
}

TEST_F(Routes, ChangeAUserAtTheVersionThatTheCallerSaw) {
  const std::string user = "/v1/users/" + world.user("a@b.de");
  const auto named = world.patch(user, R"({"display_name":"Ada","metadata":{"k":"v"}})",
                                 {{"if-match", world.get(user).header("ETag")}});
  EXPECT_EQ(named.status(), 200);
  EXPECT_EQ(named.header("ETag"), "\"2\"");
  const auto emptied = world.patch(user, R"({"display_name":null,"metadata":null})");
  EXPECT_EQ(emptied.at("display_name"), "");
  EXPECT_EQ(emptied.at("metadata"), "{}");
  EXPECT_EQ(world.patch(user, "{}").header("ETag"), "\"3\"");
  EXPECT_EQ(world.post(user + "/change_email", R"({"email":"c@d.ef"})").at("email"), "c@d.ef");
  EXPECT_EQ(world.post(user + "/deactivate", R"({"reason":"asked"})").at("status"), "inactive");
  EXPECT_EQ(world.post(user + "/deactivate", "").at("version"), "5");
  EXPECT_EQ(world.post(user + "/reactivate", "").at("status"), "active");
  const auto gone = world.ask("DELETE", user);
  EXPECT_EQ(gone.body(), R"({"id":")" + user.substr(10) + R"(","deleted":true})");
  EXPECT_EQ(gone.header("ETag"), "");
  EXPECT_EQ(world.get(user).status(), 404);
}

TEST_F(Routes, ListUsersPageByPage) {
  for (const char* email : {"a@x.org", "b@x.org", "c@y.org"}) world.user(email);
  const auto first = world.get("/v1/users?limit=2");
  EXPECT_EQ(first.at("has_more"), "true");
  const auto users = first.json().at("data").as_array();
  ASSERT_EQ(users.size(), 2U);
  const std::string last(users[1].at("id").as_string());
  const auto second = world.get("/v1/users?limit=2&starting_after=" + last);
  EXPECT_EQ(second.at("has_more"), "false");
  EXPECT_EQ(second.json().at("data").at(0).at("email"), "c@y.org");
  EXPECT_EQ(world.get("/v1/users?email=B@X.ORG").json().at("data").as_array().size(), 1U);
  EXPECT_EQ(world.get("/v1/users?email_prefix=C").json().at("data").as_array().size(), 1U);
  EXPECT_EQ(world.get("/v1/users?status=inactive").json().at("data").as_array().size(), 0U);
}

TEST_F(Routes, LetBillingsFieldsBeSetAndSeenFromBothSides) {
  const auto user = world.post("/v1/users", R"({"email":"a@b.de"})");
  const std::string customer = "/v1/customers/cus_" + user.at("id").substr(4);
  const http::Fields seen_user = {{"cleave-wait-for", user.header("Cleave-Position")}};
  EXPECT_EQ(world.get(customer, seen_user).header("ETag"), "\"0\"");
  const auto set = world.patch(customer, R"({"currency":"EUR","tax_id":"DE1"})",
                               {{"if-match", "\"0\""}});
  ASSERT_EQ(set.status(), 200) << set.body();
  EXPECT_EQ(set.header("ETag"), "\"1\"");
  EXPECT_EQ(set.at("has_tax_id"), "true");
  EXPECT_EQ(set.body().find("DE1"), std::string::npos);
  const http::Fields seen_profile = {{"cleave-wait-for", set.header("Cleave-Position")}};
  EXPECT_EQ(world.get(customer, seen_profile).at("tax_id"), "DE1");
  const auto facts = world.get("/v1/users/" + user.at("id") + "/billing", seen_profile);
  EXPECT_EQ(facts.at("currency"), world.get(customer).at("currency"));
  EXPECT_EQ(world.patch(customer, R"({"tax_id":null})").at("has_tax_id"), "false");
}

TEST_F(Routes, ImportEachRowAlone) {
  world.user("taken@x.org");
  const std::string rows =
      R"("rows":[{"line":1,"email":"new@x.org"},{"line":2,"email":"bad"},)"
      R"({"line":3,"email":"taken@x.org","display_name":"Other"},{"line":4,"email":"NEW@x.org"}]})";
  const auto dry = world.post("/v1/users/import", R"({"dry_run":true,)" + rows);
  EXPECT_EQ(dry.at("created"), "2");
  EXPECT_EQ(world.get("/v1/users").json().at("data").as_array().size(), 1U);
  const auto once = world.post("/v1/users/import", "{" + rows);
  EXPECT_EQ(once.at("created"), "1");
  EXPECT_EQ(once.at("unchanged"), "1");
  EXPECT_EQ(once.at("failed"), "2");
  EXPECT_EQ(once.json().at("results").at(1).at("code"), "user.email_invalid");
  EXPECT_EQ(once.json().at("results").at(2).at("code"), "user.import_conflict");
  EXPECT_EQ(once.json().at("results").at(3).at("line"), 4);
  EXPECT_FALSE(once.header("Cleave-Position").empty());
  const auto update = world.post("/v1/users/import", R"({"update":true,)" + rows);
  EXPECT_EQ(update.at("created"), "0");
  EXPECT_EQ(update.at("updated"), "1");
  EXPECT_EQ(world.post("/v1/users/import", R"({"rows":[]})").at("created"), "0");
}

TEST_F(Routes, OpenTheDoorToANewKeyAndShutItToARevokedOneAtOnce) {
  const auto key = world.post("/v1/keys", R"({"name":"ci","scopes":["users:read"]})");
  ASSERT_EQ(key.status(), 201) << key.body();
  const std::string token = key.at("token");
  const auto by_key = [&](const char* method, const char* target) {
    return world.ask(method, target, "", {}, token).status();
  };
  EXPECT_EQ(by_key("GET", "/v1/users"), 200);
  EXPECT_EQ(by_key("GET", "/v1/customers"), 403);
  const auto listed = world.get("/v1/keys");
  EXPECT_NE(listed.body().find(key.at("id")), std::string::npos);
  EXPECT_EQ(listed.body().find(token), std::string::npos);
  const auto revoked = world.ask("DELETE", "/v1/keys/" + key.at("id"));
  EXPECT_EQ(revoked.status(), 200);
  EXPECT_NE(revoked.at("revoked_at"), "null");
  EXPECT_EQ(by_key("GET", "/v1/users"), 401);
}

// Every route under its own scope: with all the others it answers 403.
TEST_F(Routes, AreShutToAKeyThatLacksTheirScope) {
  const auto key = world.post("/v1/keys", R"({"name":"none","scopes":["metrics:read"]})");
  const auto paths = world.get("/openapi.json").json().at("paths").as_object();
  int checked = 0;
  for (const auto& path : paths) {
    for (const auto& [method, operation] : path.value().as_object()) {
      const auto* scope = operation.as_object().if_contains("x-scope");
      if (scope == nullptr || *scope == "metrics:read") continue;
      std::string upper(method);
      for (char& c : upper) c = static_cast<char>(std::toupper(c));
      const auto answer = world.ask(upper, std::string(path.key()), "", {}, key.at("token"));
      EXPECT_EQ(answer.status(), 403) << upper << " " << path.key();
      ++checked;
    }
  }
  EXPECT_GE(checked, 20);
}

// For the linter that runs after this suite (see tests/http/spectral).
TEST_F(Routes, DescribeThemselvesInOpenApi) {
  const auto document = world.get("/openapi.json");
  EXPECT_EQ(document.at("openapi"), "3.1.0");
  if (const char* file = std::getenv("CLEAVE_OPENAPI_FILE")) std::ofstream(file) << document.body();
}

}  // namespace
}  // namespace routes_test
