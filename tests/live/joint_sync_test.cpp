#include <optional>
#include <string>
#include <utility>

#include <gtest/gtest.h>

#include <adapters/http/replies.hpp>
#include <adapters/http/sync/joint_events.hpp>
#include <adapters/http/sync/joint_parked.hpp>
#include <adapters/http/sync/joint_status.hpp>

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
         R"("stopped":"","waiting":"","differs_at":0,"verified_offset":null,"verified_at":null})";
};

constexpr auto two_keys =
    R"({"data":[{"follower":"billing-follows-user","key":"usr_1"},)"
    R"({"follower":"user-follows-billing","key":"cus_1"}],"has_more":false})";

// Process: answers for all that it runs, whichever module is asked.
class Process final : public http::Handler {
 public:
  explicit Process(std::string status, std::string parked = two_keys)
      : status_(std::move(status)), parked_(std::move(parked)) {}
  void handle(http::Request request, http::Reply reply) override {
    asked = request.path;
    reply(http::json_response(200, request.path == "/v1/sync" ? status_ : parked_));
  }
  std::string asked;

 private:
  const std::string status_;
  const std::string parked_;
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

// What a gateway leads to.
struct Joint {
  explicit Joint(const std::vector<http::FanOut::Module>& modules)
      : events(modules), status(modules), parked(modules) {}

  std::vector<http::Door> doors() {
    auto all = parked.doors();
    all.push_back(events.door());
    all.push_back(status.door());
    return all;
  }

  http::JointEvents events;
  http::JointStatus status;
  http::JointParked parked;
};

std::string status_of_both() {
  return R"({"logs":[)" + log_of("user/0", 9) + ',' + log_of("billing/0", 3) +
         R"(],"followers":[)" + follower("billing-follows-user", "user/0", 4) + "]}";
}

// One process that runs both modules.
class JointSync : public testing::Test {
 protected:
  Process both{status_of_both()};
  Joint joint{{{"user", both}, {"billing", both}}};
  http::Doors all{joint.doors(), both};
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

TEST(JointSyncOfSeveral, AsksTheModuleOfAParkedKeyOrOfALogAlone) {
  Process user{status_of_both()};
  Process billing{status_of_both()};
  Joint joint{{{"user", user}, {"billing", billing}}};
  http::Doors all{joint.doors(), user};
  const std::string key = "/v1/sync/parked/billing-follows-user/user/usr_1";
  for (const auto& path : {key, key + "/retry", key + "/discard"}) {
    ask(all, path);
    EXPECT_EQ(billing.asked, path);
  }
  EXPECT_EQ(user.asked, "");
  ask(all, "/v1/events", {{"log", "billing/0"}});
  EXPECT_EQ(billing.asked, "/v1/events");
  EXPECT_EQ(user.asked, "");
}

TEST(JointSyncOfSeveral, NamesTheModuleWhoseAnswerIsOfAnotherVersion) {
  const auto keys_of_another = R"({"data":[{"of":"billing-follows-user"}],"has_more":false})";
  for (const std::string another : {"{}", R"({"logs":1,"followers":[]})", "[]", "no JSON"}) {
    Process user{status_of_both()};
    Process billing{another, another == "{}" ? keys_of_another : another};
    Joint joint{{{"user", user}, {"billing", billing}}};
    http::Doors all{joint.doors(), user};
    const auto status = ask(all, "/v1/sync");
    EXPECT_TRUE(status.contains(R"("log":"user/0")")) << status;
    EXPECT_TRUE(status.ends_with(R"(,"partial":["billing"]})")) << status;
    const auto keys = ask(all, "/v1/sync/parked");
    EXPECT_TRUE(keys.contains("cus_1")) << keys;
    EXPECT_TRUE(keys.ends_with(R"(,"partial":["billing"]})")) << keys;
  }
}

TEST(JointSyncOfSeveral, IsRefusedWhereEveryAnswerIsOfAnotherVersion) {
  Process other{"[]", "[]"};
  Joint joint{{{"user", other}, {"billing", other}}};
  http::Doors all{joint.doors(), other};
  for (const std::string path : {"/v1/sync", "/v1/sync/parked"}) {
    EXPECT_TRUE(ask(all, path).contains("http.question_unknown")) << path;
  }
}

}  // namespace
}  // namespace live_test
