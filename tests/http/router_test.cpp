#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include <tests/http/test_server.hpp>

namespace http_test {
namespace {

std::string header(const http::Response& response, std::string_view name) {
  for (const auto& [key, value] : response.headers) {
    if (key == name) return value;
  }
  return "";
}

http::Request by(const char* token, std::string method, std::string path) {
  http::Request request;
  request.method = std::move(method);
  request.path = std::move(path);
  if (token != nullptr)
    request.headers.emplace_back("authorization", std::string("Bearer ") + token);
  return request;
}

bool says(const http::Response& response, const std::string& code) {
  return response.content_type == "application/problem+json" &&
         response.body.find("\"code\":\"" + code + "\"") != std::string::npos;
}

struct Asked {
  const char* token;
  const char* method;
  const char* path;
  int status;
  const char* code;
};

class Asking : public testing::TestWithParam<Asked> {
 protected:
  World world;
};

TEST_P(Asking, IsAnsweredByWhoAsksAndWhatFor) {
  const auto response =
      world.ask(by(GetParam().token, GetParam().method, GetParam().path));
  EXPECT_EQ(response.status, GetParam().status) << response.body;
  if (GetParam().code != nullptr) {
    EXPECT_TRUE(says(response, GetParam().code)) << response.body;
  }
}

INSTANTIATE_TEST_SUITE_P(
    Access, Asking,
    testing::Values(Asked{nullptr, "GET", "/livez", 200, nullptr},
                    Asked{nullptr, "HEAD", "/livez", 200, nullptr},
                    Asked{"clv_wrong", "GET", "/livez", 200, nullptr},
                    Asked{nullptr, "GET", "/items", 401, "http.unauthorized"},
                    Asked{"", "GET", "/items", 401, "http.unauthorized"},
                    Asked{"clv_wrong", "GET", "/items", 401, "http.unauthorized"},
                    Asked{expired_token, "GET", "/items", 401, "http.key_expired"},
                    Asked{reader_token, "GET", "/items", 200, nullptr},
                    Asked{reader_token, "GET", "/items/7", 200, nullptr},
                    Asked{reader_token, "POST", "/items", 403, "http.forbidden"},
                    Asked{reader_token, "GET", "/metrics", 403, "http.forbidden"},
                    Asked{reader_token, "GET", "/openapi.json", 200, nullptr},
                    Asked{admin_token, "GET", "/metrics", 200, nullptr},
                    Asked{nullptr, "GET", "/metrics", 401, "http.unauthorized"},
                    Asked{nullptr, "GET", "/openapi.json", 401, "http.unauthorized"},
                    Asked{nullptr, "GET", "/nothing", 401, "http.unauthorized"}));

INSTANTIATE_TEST_SUITE_P(
    Paths, Asking,
    testing::Values(Asked{admin_token, "GET", "/nothing", 404, "http.no_route"},
                    Asked{admin_token, "GET", "/items/", 404, "http.no_route"},
                    Asked{admin_token, "GET", "/items/1/2", 404, "http.no_route"},
                    Asked{admin_token, "GET", "//items", 404, "http.no_route"},
                    Asked{admin_token, "GET", "*", 404, "http.no_route"},
                    Asked{admin_token, "BREW", "/items", 501, "http.method_unknown"},
                    Asked{admin_token, "get", "/items", 501, "http.method_unknown"},
                    Asked{admin_token, "DELETE", "/items", 405, "http.method_not_allowed"},
                    Asked{nullptr, "DELETE", "/items", 401, "http.unauthorized"},
                    Asked{nullptr, "POST", "/livez", 405, "http.method_not_allowed"}));

class RouterTest : public testing::Test {
 protected:
  World world;
};

TEST_F(RouterTest, NamesTheMethodsThatAPathAllows) {
  const auto response = world.ask(by(admin_token, "PUT", "/items"));
  EXPECT_EQ(header(response, "Allow"), "POST, GET, HEAD") << response.body;
}

TEST_F(RouterTest, ChallengesWhoHasNoKeyOrTheWrongOne) {
  EXPECT_EQ(header(world.ask(by(nullptr, "GET", "/items")), "WWW-Authenticate"),
            "Bearer realm=\"cleave\"");
  EXPECT_EQ(header(world.ask(by("clv_x", "GET", "/items")), "WWW-Authenticate"),
            "Bearer realm=\"cleave\", error=\"invalid_token\"");
  EXPECT_NE(header(world.ask(by(reader_token, "POST", "/items")), "WWW-Authenticate")
                .find("error=\"insufficient_scope\", scope=\"items:write\""),
            std::string::npos);
}

TEST_F(RouterTest, ShutsOutARevokedKeyWithItsNextRequest) {
  EXPECT_EQ(world.ask(by(reader_token, "GET", "/items")).status, 200);
  world.keys.remove("key_reader");
  EXPECT_EQ(world.ask(by(reader_token, "GET", "/items")).status, 401);
  world.keys.add(world.digest.hash256("clv_new"), {"key_new", {"items:read"}, std::nullopt});
  EXPECT_EQ(world.ask(by("clv_new", "GET", "/items")).status, 200);
}

TEST_F(RouterTest, RefusesParametersThatARouteDoesNotName) {
  auto request = get("/items");
  request.query = {{"limit", "1"}};
  EXPECT_EQ(world.ask(request).status, 200);
  request.query = {{"limits", "1"}};
  EXPECT_TRUE(says(world.ask(request), "http.unknown_parameter"));
  request.query = {{"limit", "1"}, {"limit", "2"}};
  EXPECT_TRUE(says(world.ask(request), "http.repeated_parameter"));
}

TEST_F(RouterTest, WantsJsonAndNothingElse) {
  auto request = post("/items", "{}");
  EXPECT_EQ(world.ask(request).status, 201);
  for (const char* type : {"text/plain", "application/json; charset=latin1", "application/jsonp",
                           "", "application/xml, application/json"}) {
    request.headers.back() = {"content-type", type};
    EXPECT_TRUE(says(world.ask(request), "http.unsupported_media_type")) << type;
  }
  for (const char* type : {"Application/JSON", "application/json; charset=UTF-8"}) {
    request.headers.back() = {"content-type", type};
    EXPECT_EQ(world.ask(request).status, 201) << type;
  }
  EXPECT_TRUE(says(world.ask(post("/items", "{}", {{"content-encoding", "gzip"}})),
                   "http.unsupported_media_type"));
  auto bare = get("/items");
  bare.method = "POST";
  bare.body = "{}";
  EXPECT_EQ(world.ask(bare).status, 415);
}

TEST_F(RouterTest, RefusesABodyWhereNoneIsTakenAndItsLackWhereOneIs) {
  EXPECT_TRUE(says(world.ask(post("/items", "")), "http.missing_body"));
  auto request = post("/items/1", "{}");
  request.method = "GET";
  EXPECT_TRUE(says(world.ask(request), "http.unexpected_body"));
}

TEST_F(RouterTest, AnswersOnlyTypesThatTheCallerAccepts) {
  for (const char* accept : {"*/*", "application/*", "application/json", "text/html, */*;q=0.1",
                             "application/json;q=0.5", "text/*, application/json", ""})
    EXPECT_EQ(world.ask(get("/items", {{"accept", accept}})).status, 200) << accept;
  for (const char* accept : {"text/html", "application/xml", "application/json;q=0",
                             "*/*, application/json;q=0.0", "text/*"})
    EXPECT_TRUE(says(world.ask(get("/items", {{"accept", accept}})), "http.not_acceptable"))
        << accept;
  EXPECT_EQ(world.ask(get("/metrics", {{"accept", "text/plain"}})).status, 200);
  EXPECT_EQ(world.ask(get("/metrics", {{"accept", "text/plain;version=0.0.4;q=0.9"}})).status, 200);
}

TEST_F(RouterTest, TakesIdempotencyKeysThatAreReadable) {
  const auto repeatable = [&](http::Fields headers) {
    return world.ask(post("/items", "{}", std::move(headers)));
  };
  EXPECT_NE(repeatable({{"idempotency-key", "a b~"}}).body.find("\"repeatable\":true"),
            std::string::npos);
  EXPECT_EQ(repeatable({{"idempotency-key", std::string(255, 'a')}}).status, 201);
  for (const auto& bad : {std::string(), std::string(256, 'a'), std::string("ä"),
                          std::string("a\tb")})
    EXPECT_TRUE(says(repeatable({{"idempotency-key", bad}}), "http.bad_idempotency_key")) << bad;
  EXPECT_TRUE(says(repeatable({{"idempotency-key", "a"}, {"idempotency-key", "a"}}),
                   "http.bad_idempotency_key"));
}

TEST_F(RouterTest, RefusesAnIdempotencyKeyThatItWouldIgnore) {
  const http::Fields key = {{"idempotency-key", "mine"}};
  EXPECT_EQ(world.ask(post("/items/clear", "")).status, 200);
  const auto refused = world.ask(post("/items/clear", "", key));
  EXPECT_EQ(refused.status, 400);
  EXPECT_TRUE(says(refused, "http.idempotency_key_unsupported")) << refused.body;
  EXPECT_EQ(world.ask(get("/items", key)).status, 200) << "a read may be repeated anyway";
}

TEST_F(RouterTest, WantsToBeToldTheVersionWhereARepeatWouldDoHarm) {
  EXPECT_EQ(world.ask(post("/items/rotate", "", {{"if-match", "\"1\""}})).status, 200);
  for (const auto& headers : {http::Fields{}, http::Fields{{"if-match", "*"}}}) {
    const auto refused = world.ask(post("/items/rotate", "", headers));
    EXPECT_EQ(refused.status, 428);
    EXPECT_TRUE(says(refused, "http.if_match_required")) << refused.body;
  }
}

TEST_F(RouterTest, EchoesASaneRequestIdAndDrawsOneOtherwise) {
  EXPECT_EQ(header(world.ask(get("/items", {{"x-request-id", "a-B_1.2:3"}})), "X-Request-Id"),
            "a-B_1.2:3");
  for (const auto& bad : {std::string(), std::string("a b"), std::string("a\"b"),
                          std::string(129, 'a')}) {
    const auto response = world.ask(get("/items", {{"x-request-id", bad}}));
    EXPECT_EQ(header(response, "X-Request-Id").substr(0, 4), "req_") << bad;
  }
  const auto refused = world.ask(get("/nothing", {{"x-request-id", "mine"}}));
  EXPECT_NE(refused.body.find("\"request_id\":\"mine\""), std::string::npos);
  EXPECT_NE(world.ask(get("/items", {{"x-request-id", "mine"}})).body.find(
                "\"correlation\":\"mine\""),
            std::string::npos);
}

TEST_F(RouterTest, CarriesTheCallersTraceOnAndBeginsOneOtherwise) {
  const std::string trace = "4bf92f3577b34da6a3ce929d0e0e4736";
  world.ask(get("/items", {{"traceparent", "00-" + trace + "-00f067aa0ba902b7-00"}}));
  const std::string child = world.watcher.told().back().traceparent;
  EXPECT_EQ(child.substr(0, 36), "00-" + trace + "-");
  EXPECT_NE(child.substr(36, 16), "00f067aa0ba902b7");
  EXPECT_EQ(child.substr(52), "-00");
  for (const std::string& bad :
       {std::string(), "00-" + trace + "-0000000000000000-01",
        "00-" + std::string(32, '0') + "-00f067aa0ba902b7-01",
        "ff-" + trace + "-00f067aa0ba902b7-01", "00-" + trace + "-00F067aa0ba902b7-01",
        "00-" + trace + "-00f067aa0ba902b7-01-x"}) {
    world.ask(get("/items", {{"traceparent", bad}}));
    const std::string fresh = world.watcher.told().back().traceparent;
    EXPECT_EQ(fresh.size(), 55U);
    EXPECT_EQ(fresh.find(trace), std::string::npos) << bad;
  }
}

TEST_F(RouterTest, AnswersForARouteThatThrowsAndShowsNothingOfIt) {
  const auto response = world.ask(get("/throws"));
  EXPECT_EQ(response.status, 500);
  EXPECT_TRUE(says(response, "http.failed"));
  EXPECT_EQ(response.body.find("secret"), std::string::npos);
  EXPECT_EQ(world.watcher.failures(), std::vector<std::string>{"a secret of the store"});
  EXPECT_EQ(world.ask(get("/items")).status, 200);
}

TEST_F(RouterTest, AnswersForARouteThatDropsItsReply) {
  EXPECT_TRUE(says(world.ask(get("/drops")), "http.failed"));
}

TEST_F(RouterTest, TellsOfEveryAnswerWithoutTheToken) {
  world.ask(get("/items/42", {{"x-request-id", "r1"}}));
  world.ask(by(nullptr, "GET", "/items"));
  const auto told = world.watcher.told();
  ASSERT_EQ(told.size(), 2U);
  EXPECT_EQ(told[0].route, "/items/{id}");
  EXPECT_EQ(told[0].status, 200);
  EXPECT_EQ(told[0].request_id, "r1");
  EXPECT_EQ(told[0].key_id, "key_admin");
  EXPECT_EQ(told[1].status, 401);
  EXPECT_EQ(told[1].key_id, "");
}

TEST_F(RouterTest, SaysWhetherTheServerIsReadyAndWhyNot) {
  EXPECT_EQ(world.ask(by(nullptr, "GET", "/readyz")).body, R"({"status":"ready"})");
  world.ready = false;
  const auto response = world.ask(by(nullptr, "GET", "/readyz"));
  EXPECT_EQ(response.status, 503);
  EXPECT_EQ(header(response, "Retry-After"), "1");
  EXPECT_NE(response.body.find("It is not."), std::string::npos) << response.body;
}

}  // namespace
}  // namespace http_test
