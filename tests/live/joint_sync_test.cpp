#include <optional>
#include <string>
#include <utility>

#include <gtest/gtest.h>

#include <adapters/http/replies.hpp>
#include <adapters/http/sync/joint_sync.hpp>

// The logs and followers of several processes as one.
namespace live_test {
namespace {

constexpr auto log_of = [](const std::string& name, int head) {
  return R"({"log":")" + name + R"(","epoch":1,"head":)" + std::to_string(head) +
         R"(,"chain":"","roots":{},"epochs":[{"epoch":1,"first_offset":1}]})";
};
constexpr auto follower = [](const std::string& name, const std::string& source, int offset) {
  return R"({"follower":")" + name + R"(","source":")" + source + R"(","position":"","offset":)" +
         std::to_string(offset) + R"(,"head":)" + std::to_string(offset) +
         R"(,"lag_events":0,"lag_ms":0,"parked_keys":0,"discarded_keys":0,"state":"running",)" +
         R"("stopped":"","waiting":"","differs_at":0})";
};

// Process: answers for all that it runs, whichever module is asked.
class Process final : public http::Handler {
 public:
  explicit Process(std::string status) : status_(std::move(status)) {}
  void handle(http::Request request, http::Reply reply) override {
    asked = request.path;
    if (request.path == "/v1/sync") return reply(http::json_response(200, status_));
    reply(http::json_response(
        200, R"({"data":[{"follower":"billing-follows-user","key":"usr_1"},)"
             R"({"follower":"user-follows-billing","key":"cus_1"}],"has_more":false})"));
  }
  std::string asked;

 private:
  const std::string status_;
};

std::string ask(http::Handler& handler, const std::string& path, http::Fields query = {}) {
  http::Request request;
  request.method = "GET";
  request.path = path;
  request.query = std::move(query);
  std::optional<std::string> body;
  handler.handle(std::move(request),
                 [&](const http::Response& response) { body = response.body; });
  return body.value();
}

std::size_t count(const std::string& text, const std::string& what) {
  std::size_t found = 0;
  for (auto at = text.find(what); at != text.npos; at = text.find(what, at + 1)) ++found;
  return found;
}

// One process that runs both modules.
class JointSync : public testing::Test {
 protected:
  Process both{R"({"logs":[)" + log_of("user/0", 9) + ',' + log_of("billing/0", 3) +
               R"(],"followers":[)" + follower("billing-follows-user", "user/0", 4) + "]}"};
  http::JointSync joint{{{"user", both}, {"billing", both}}};
  std::vector<http::Door> doors = joint.doors();
  http::Doors all{doors, both};
};

TEST_F(JointSync, ShowsOnceWhatAProcessOfSeveralModulesSaysForEach) {
  const auto body = ask(all, "/v1/sync");
  EXPECT_EQ(count(body, R"("log":"user/0")"), 1U) << body;
  EXPECT_EQ(count(body, R"("log":"billing/0")"), 1U) << body;
  EXPECT_EQ(count(body, R"("follower":"billing-follows-user")"), 1U) << body;
}

TEST_F(JointSync, CountsALagByWhatTheLogsOwnProcessKnows) {
  const auto body = ask(all, "/v1/sync");
  EXPECT_TRUE(body.contains(R"("head":9,"lag_events":5)")) << body;
}

TEST_F(JointSync, ListsEachParkedKeyOnce) {
  const auto body = ask(all, "/v1/sync/parked");
  EXPECT_EQ(count(body, "usr_1"), 1U) << body;
  EXPECT_EQ(count(body, "cus_1"), 1U) << body;
  EXPECT_TRUE(ask(all, "/v1/sync/parked", {{"limit", "1"}}).contains(R"("has_more":true)"));
}

TEST_F(JointSync, AsksTheModuleOfAParkedKeyAlone) {
  ask(all, "/v1/sync/parked/billing-follows-user/user/usr_1");
  EXPECT_EQ(both.asked, "/v1/sync/parked/billing-follows-user/user/usr_1");
}

}  // namespace
}  // namespace live_test
