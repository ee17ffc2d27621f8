#include <chrono>
#include <string>
#include <thread>
#include <utility>

#include <gtest/gtest.h>

#include <tests/routes/world.hpp>

namespace routes_test {
namespace {

class LiveRoute : public testing::Test {
 protected:
  Answer watch(const std::string& more = "", http::Fields headers = {},
               const std::string& token = "clv_admin") {
    return world.ask("GET", "/v1/users/" + id + "/live" + more, "", std::move(headers), token);
  }
  // Everything that the stream has to say until this text came.
  static std::string read(const Answer& answer, const std::string& until) {
    std::string text;
    for (int i = 0; i < 5000 && text.find(until) == std::string::npos; ++i) {
      answer.response.stream->take(text);
      std::this_thread::sleep_for(std::chrono::milliseconds{1});
    }
    return text;
  }

  World world;
  const std::string id = world.user("ada@example.com");
};

TEST_F(LiveRoute, AnswersWithAStreamThatNoCacheKeeps) {
  const auto answer = watch();
  ASSERT_NE(answer.response.stream, nullptr) << answer.body();
  EXPECT_EQ(answer.status(), 200);
  EXPECT_EQ(answer.response.content_type, "text/event-stream");
  EXPECT_EQ(answer.header("Cache-Control"), "no-store");
  EXPECT_EQ(answer.header("X-Accel-Buffering"), "no");
  world.patch("/v1/users/" + id, R"({"display_name":"Ada"})");
  const auto text = read(answer, "Ada");
  EXPECT_EQ(text.find("id: user/0:1:"), 0U) << text;
  EXPECT_NE(text.find("event: user.profile_updated\ndata: {\"specversion\":\"1.0\""),
            std::string::npos);
}

TEST_F(LiveRoute, ResumesByHeaderOrParameterAndTheHeaderIsTheNewer) {
  EXPECT_NE(read(watch("?after=user/0:1:0"), "user.registered").find("user.registered"),
            std::string::npos);
  EXPECT_NE(read(watch("", {{"last-event-id", "user/0:1:0,billing/0:1:0"}}), "user.registered")
                .find("user.registered"),
            std::string::npos);
  const auto text = read(watch("?after=user/0:1:0", {{"last-event-id", "user/0:1:1"}}), "\n\n");
  EXPECT_EQ(text.find("id: user/0:1:1,"), 0U) << text;
}

TEST_F(LiveRoute, EndsWhereItsKeyIsRevoked) {
  const auto key = world.post(
      "/v1/keys", R"({"name":"a","scopes":["users:read","customers:read","billing:read"]})");
  const auto answer = watch("", {}, key.at("token"));
  ASSERT_NE(answer.response.stream, nullptr) << answer.body();
  std::string told;
  EXPECT_EQ(answer.response.stream->take(told), http::BodyStream::State::open);
  ASSERT_EQ(world.ask("DELETE", "/v1/keys/" + key.at("id")).status(), 200);
  EXPECT_EQ(answer.response.stream->take(told), http::BodyStream::State::ended);
  EXPECT_EQ(watch("", {}, key.at("token")).status(), 401);
}

struct Refused {
  const char* after;
  int status;
  const char* code;
};

TEST_F(LiveRoute, RefusesPositionsAsTheEventLogDoes) {
  for (const auto& [after, status, code] : {
           Refused{"user/0:1:99999", 422, "sync.beyond_head"},
           Refused{"user/0:2:1", 422, "sync.beyond_head"},
           Refused{"nobody/0:1:1", 422, "sync.unknown_log"},
           Refused{"", 400, "http.bad_parameter"},
           Refused{"x", 400, "http.bad_parameter"},
           Refused{"user/0:1:0,,", 400, "http.bad_parameter"},
           Refused{"user/0:1:0,user/0:1:1", 400, "http.bad_parameter"},
       }) {
    const auto answer = watch("?after=" + std::string(after));
    EXPECT_EQ(answer.status(), status) << after;
    EXPECT_EQ(answer.code(), code) << after;
  }
  EXPECT_EQ(watch("", {{"last-event-id", "7"}}).code(), "http.bad_last_event_id");
  EXPECT_EQ(watch("?since=1").code(), "http.unknown_parameter");
}

TEST_F(LiveRoute, KnowsNoUserThatIsNoneOrNoMore) {
  world.ask("DELETE", "/v1/users/" + id);
  EXPECT_EQ(watch().code(), "user.not_found");
  EXPECT_EQ(watch("?after=user/0:1:0").status(), 404);
  EXPECT_EQ(world.get("/v1/users/nobody/live").status(), 404);
}

TEST_F(LiveRoute, IsForKeysThatMayReadAllThatItShows) {
  for (const auto& [scopes, status] :
       {std::pair{R"(["users:read"])", 403}, std::pair{R"(["users:read","customers:read"])", 403},
        std::pair{R"(["customers:read","billing:read"])", 403},
        std::pair{R"(["users:read","customers:read","billing:read"])", 200}}) {
    const auto key =
        world.post("/v1/keys", R"({"name":"watcher","scopes":)" + std::string(scopes) + "}");
    ASSERT_EQ(key.status(), 201) << key.body();
    EXPECT_EQ(watch("", {}, key.at("token")).status(), status) << scopes;
  }
}

TEST_F(LiveRoute, AcceptsWhoAsksForAnEventStream) {
  EXPECT_EQ(watch("", {{"accept", "text/event-stream"}}).status(), 200);
  EXPECT_EQ(watch("", {{"accept", "application/json"}}).status(), 406);
}

}  // namespace
}  // namespace routes_test
