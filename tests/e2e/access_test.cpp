#include <tests/e2e/installation.hpp>
#include <tests/e2e/topology.hpp>

// Who may ask what.
using namespace e2e;

namespace {

using Access = Running;

TEST_F(Access, NothingButHealthAnswersWithoutAKey) {
  auto nobody = server().with_key("");
  EXPECT_EQ(nobody.get("/livez").status, 200);
  EXPECT_EQ(nobody.get("/readyz").status, 200);
  for (const auto* path : {"/v1/users", "/v1/customers", "/v1/events", "/v1/sync", "/v1/keys",
                           "/v1/sync/parked", "/metrics", "/openapi.json", "/", "/v2"}) {
    const auto answer = nobody.get(path);
    EXPECT_EQ(answer.status, 401) << path;
    EXPECT_EQ(answer.header("WWW-Authenticate"), "Bearer realm=\"cleave\"") << path;
  }
  EXPECT_EQ(nobody.post("/v1/users", bj::object{{"email", "a@example.com"}}).status, 401);
}

TEST_F(Access, AWrongKeyIsNoKey) {
  for (const auto* key : {"clv_wrong", "x", "clv_"}) {
    const auto answer = server().with_key(key).get("/v1/users");
    EXPECT_EQ(answer.status, 401) << key;
    EXPECT_NE(answer.header("WWW-Authenticate").find("invalid_token"), std::string::npos);
  }
}

TEST_F(Access, AKeyMayDoWhatItsScopesSayAndNothingElse) {
  auto reader = server().with_key(key_for({"users:read"}));
  const auto id = registered_id("ada@example.com");
  EXPECT_EQ(reader.get("/v1/users/" + id).status, 200);
  for (const auto* path : {"/v1/customers", "/v1/events", "/v1/sync", "/v1/keys", "/metrics"}) {
    EXPECT_EQ(reader.get(path).status, 403) << path;
  }
  const auto refused = reader.remove("/v1/users/" + id);
  EXPECT_EQ(refused.status, 403);
  EXPECT_EQ(refused.code(), "http.forbidden");
  EXPECT_EQ(admin().get("/v1/users/" + id).status, 200);
}

TEST_F(Access, ARevokedKeyOpensNothingFromThatMomentOn) {
  const auto made =
      admin().post("/v1/keys", bj::object{{"name", "ci"}, {"scopes", bj::array{"users:read"}}});
  ASSERT_EQ(made.status, 201) << made.text;
  auto client = server().with_key(made.at("token"));
  EXPECT_EQ(client.get("/v1/users").status, 200);
  EXPECT_EQ(admin().remove("/v1/keys/" + made.at("id")).status, 200);
  // A gateway hears of it by user's event.
  EXPECT_TRUE(becomes([&] { return client.get("/v1/users").status == 401; },
                      std::chrono::milliseconds{is_split() ? 2'000 : 0}));
  kill();
  start();
  EXPECT_EQ(server().with_key(made.at("token")).get("/v1/users").status, 401);
}

TEST_F(Access, AnExpiredKeyOpensNothing) {
  const auto past = admin().post("/v1/keys", bj::object{{"name", "old"},
                                                        {"scopes", bj::array{"users:read"}},
                                                        {"expires_at", "2020-01-01T00:00:00Z"}});
  EXPECT_EQ(past.status, 422);
  EXPECT_EQ(past.code(), "user.key_expiry_past");
}

TEST_F(Access, ASecretIsShownOnceAndStoredNowhere) {
  const auto token = key_for({"users:read"});
  EXPECT_EQ(token.substr(0, 4), "clv_");
  const auto listed = admin().get("/v1/keys");
  EXPECT_EQ(listed.status, 200);
  EXPECT_EQ(listed.text.find(token), std::string::npos);
  EXPECT_EQ(listed.text.find("hash"), std::string::npos);
  ASSERT_EQ(stop(), 0);
  for (const auto& file : std::filesystem::directory_iterator(data())) {
    EXPECT_EQ(read_file(file.path()).find(token), std::string::npos) << file.path();
  }
  for (const auto* log : {"out", "err"}) {
    EXPECT_EQ(read_file(home() / log).find(token), std::string::npos) << log;
  }
}

TEST_F(Access, AKeyThatMakesKeysOutlivesARestart) {
  const auto token = key_for({"keys:write", "users:read"});
  kill();
  start();
  EXPECT_EQ(server().with_key(token).get("/v1/users").status, 200);
}

}  // namespace
