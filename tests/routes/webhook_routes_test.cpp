#include <string>

#include <gtest/gtest.h>

#include <tests/routes/world.hpp>

namespace routes_test {
namespace {

class WebhookRoutes : public testing::Test {
 protected:
  Answer create(const std::string& url = "https://receiver.example/hook",
                const std::string& types = R"(["user.*"])") {
    return world.post("/v1/webhook_endpoints",
                      R"({"url":")" + url + R"(","event_types":)" + types + "}");
  }
  std::string created() { return "/v1/webhook_endpoints/" + create().at("id"); }

  World world;
};

TEST_F(WebhookRoutes, ShowASecretWhereItIsMadeAndNowhereElse) {
  const auto made = create();
  ASSERT_EQ(made.status(), 201) << made.body();
  EXPECT_EQ(made.header("Cleave-Position"), "webhook/0:1:1");
  const auto first = made.at("secret");
  EXPECT_TRUE(first.starts_with("whsec_"));
  const auto endpoint = "/v1/webhook_endpoints/" + made.at("id");
  EXPECT_EQ(world.get(endpoint).body().find("whsec_"), std::string::npos);
  EXPECT_EQ(world.get("/v1/webhook_endpoints").body().find("whsec_"), std::string::npos);
  const auto rotated = world.post(endpoint + "/rotate_secret", "", {{"if-match", "\"1\""}});
  EXPECT_EQ(rotated.status(), 200);
  EXPECT_EQ(rotated.at("version"), "2");
  EXPECT_NE(rotated.at("secret"), first);
  const auto events = world.get("/v1/events?log=webhook/0&after=0").body();
  EXPECT_NE(events.find("webhook.endpoint_secret_rotated"), std::string::npos) << events;
  EXPECT_EQ(events.find("whsec_"), std::string::npos);
}

TEST_F(WebhookRoutes, MakeNoSecondEndpointAndRotateNoSecondTimeWhereARequestIsRepeated) {
  const auto id = create().at("id");
  const auto again = create();
  EXPECT_EQ(again.status(), 409);
  EXPECT_EQ(again.code(), "webhook.endpoint_exists");
  EXPECT_NE(again.at("detail").find(id), std::string::npos) << again.body();
  const auto rotate = [&](const http::Fields& headers) {
    return world.post("/v1/webhook_endpoints/" + id + "/rotate_secret", "", headers);
  };
  EXPECT_EQ(rotate({}).code(), "http.if_match_required");
  EXPECT_EQ(rotate({{"idempotency-key", "mine"}}).code(), "http.idempotency_key_unsupported");
  EXPECT_EQ(rotate({{"if-match", "\"1\""}}).status(), 200);
  EXPECT_EQ(rotate({{"if-match", "\"1\""}}).code(), "webhook.version_mismatch");
}

TEST_F(WebhookRoutes, ChangeAnEndpointAtTheVersionThatTheCallerSaw) {
  const auto endpoint = created();
  EXPECT_EQ(world.get(endpoint).header("ETag"), "\"1\"");
  const auto changed = world.patch(endpoint, R"({"description":"ours","event_types":["*"]})",
                                   {{"if-match", "\"1\""}});
  ASSERT_EQ(changed.status(), 200) << changed.body();
  EXPECT_EQ(changed.header("ETag"), "\"2\"");
  EXPECT_EQ(changed.at("event_types"), R"(["*"])");
  EXPECT_EQ(world.patch(endpoint, R"({"description":null})").at("description"), "");
  const auto stale = world.patch(endpoint, R"({"description":"x"})", {{"if-match", "\"1\""}});
  EXPECT_EQ(stale.status(), 412);
  EXPECT_EQ(stale.code(), "webhook.version_mismatch");
  EXPECT_EQ(world.post(endpoint + "/disable", R"({"reason":"moved"})").at("disabled_reason"),
            "moved");
  EXPECT_EQ(world.post(endpoint + "/disable", "").at("version"), "4") << "it was already";
  EXPECT_EQ(world.post(endpoint + "/enable", "").at("status"), "enabled");
  const auto gone = world.ask("DELETE", endpoint);
  EXPECT_EQ(gone.at("deleted"), "true");
  EXPECT_EQ(world.get(endpoint).code(), "webhook.endpoint_not_found");
  EXPECT_EQ(world.get("/v1/webhook_endpoints").body(), R"({"data":[],"has_more":false})");
}

struct Refused {
  std::string body;
  int status;
  std::string code;
  std::string pointer;
};

TEST_F(WebhookRoutes, RefuseWhatIsAgainstARuleAndSayWhere) {
  const Refused cases[] = {
      {R"({"url":"http://a.example","event_types":["*"]})", 422, "webhook.url_invalid", "/url"},
      {R"({"url":"https://a@b.example","event_types":["*"]})", 422, "webhook.url_invalid", "/url"},
      {R"({"url":"https://a.example","event_types":[]})", 422, "webhook.event_types_count",
       "/event_types"},
      {R"({"url":"https://a.example","event_types":["a.b","A"]})", 422,
       "webhook.event_type_invalid", "/event_types/1"},
      {R"({"url":"https://a.example","event_types":["*"],"description":"\n"})", 422,
       "webhook.description_invalid", "/description"},
      {R"({"url":"https://a.example"})", 422, "json.missing_member", "/event_types"},
      {R"({"url":"https://a.example","event_types":["*"],"secret":"mine"})", 400,
       "json.unknown_member", "/secret"},
  };
  for (const auto& [body, status, code, pointer] : cases) {
    const auto answer = world.post("/v1/webhook_endpoints", body);
    EXPECT_EQ(answer.status(), status) << body;
    EXPECT_EQ(answer.code(), code) << body;
    EXPECT_NE(answer.body().find('"' + pointer + '"'), std::string::npos) << answer.body();
  }
}

TEST_F(WebhookRoutes, ShowEventsAndSayWhereTheyGoOnlyToWhoMayReadThem) {
  const auto key = [&](const std::string& scopes) {
    return world.post("/v1/keys", R"({"name":"k","scopes":[)" + scopes + "]}").at("token");
  };
  const auto endpoint = created();
  const auto delivery = "/v1/webhook_deliveries/" + world.post(endpoint + "/test", "").at("id");
  const auto shown_to = [&](const std::string& scopes) {
    const auto shown = world.ask("GET", delivery, "", {}, key(scopes));
    EXPECT_EQ(shown.at("type"), "webhook.test") << shown.body();
    return shown.json().as_object().contains("body");
  };
  EXPECT_FALSE(shown_to(R"("webhooks:read")"));
  EXPECT_TRUE(shown_to(R"("webhooks:read","events:read")"));
  const auto changes = [&](const std::string& method, const std::string& path,
                           const std::string& scopes) {
    return world.ask(method, path, R"({"url":"https://b.example","event_types":["*"]})", {},
                     key(scopes));
  };
  const std::string all = "/v1/webhook_endpoints";
  for (const auto& refused : {changes("POST", all, R"("webhooks:write")"),
                              changes("PATCH", endpoint, R"("webhooks:write")")}) {
    EXPECT_EQ(refused.status(), 403);
    EXPECT_NE(refused.at("detail").find("events:read"), std::string::npos) << refused.body();
  }
  EXPECT_EQ(changes("POST", all, R"("events:read")").status(), 403);
  const std::string both = R"("webhooks:write","events:read")";
  EXPECT_EQ(changes("POST", all, both).status(), 201);
  EXPECT_EQ(changes("PATCH", endpoint, both).status(), 200);
  EXPECT_EQ(world.ask("POST", endpoint + "/disable", "", {}, key(R"("webhooks:write")")).status(),
            200)
      << "that shows nobody anything";
}

TEST_F(WebhookRoutes, ListAndReplayDeliveries) {
  const auto endpoint = created();
  const http::Fields key = {{"idempotency-key", "test-1"}};
  const auto test = world.post(endpoint + "/test", "", key);
  ASSERT_EQ(test.status(), 202) << test.body();
  EXPECT_EQ(test.at("status"), "pending");
  EXPECT_EQ(world.post(endpoint + "/test", "", key).body(), test.body()) << "one, not two";
  const auto delivery = "/v1/webhook_deliveries/" + test.at("id");
  const auto shown = world.get(delivery);
  EXPECT_EQ(shown.json().at("body").at("type"), "webhook.test");
  EXPECT_EQ(shown.json().at("body").at("id").as_string(), test.at("event_id").c_str());
  EXPECT_EQ(world.post(delivery + "/replay", "").status(), 202);
  const auto id = endpoint.substr(endpoint.rfind('/') + 1);
  const auto count = [&](const std::string& query) {
    const auto page = world.get("/v1/webhook_deliveries" + query);
    EXPECT_EQ(page.status(), 200) << page.body();
    return page.json().at("data").as_array().size();
  };
  EXPECT_EQ(count(""), 1U);
  EXPECT_EQ(count("?endpoint_id=" + id + "&status=pending"), 1U);
  EXPECT_EQ(count("?status=failed"), 0U);
  EXPECT_EQ(count("?starting_after=" + test.at("id")), 0U);
  for (const char* wrong : {"?status=lost", "?endpoint_id=7", "?starting_after=7", "?limit=0"}) {
    EXPECT_EQ(world.get(std::string("/v1/webhook_deliveries") + wrong).status(), 400) << wrong;
  }
  EXPECT_EQ(world.post("/v1/webhook_deliveries/7/replay", "").code(), "webhook.delivery_not_found");
  world.post(endpoint + "/disable", "");
  EXPECT_EQ(world.post(endpoint + "/test", "").code(), "webhook.endpoint_disabled");
  EXPECT_EQ(world.post(delivery + "/replay", "").status(), 409);
}

}  // namespace
}  // namespace routes_test
