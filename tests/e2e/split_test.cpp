#include <fstream>
#include <map>
#include <optional>

#include <tests/e2e/installation.hpp>
#include <tests/e2e/live_stream.hpp>
#include <tests/support/nats_server.hpp>

// Each module in a process of its own, and a gateway in front: over a broker, and nothing else.
using namespace e2e;

namespace {

class Split : public testing::Test {
 protected:
  void SetUp() override {
    for (const auto* part : {"user", "billing", "gateway"}) start(part);
  }

  Client start(const std::string& part) {
    const auto home = home_.path() / part;
    std::filesystem::create_directories(home);
    const auto file = home / "cleave.toml";
    std::ofstream(file) << "[nats]\nurl = \"" << broker_.url() << "\"\n";
    parts_.emplace(part, std::make_unique<Server>(home, std::vector<std::string>{
                                                            "--config", file, "--modules", part}));
    return parts_.at(part)->admin();
  }
  Server& part(const std::string& name) { return *parts_.at(name); }
  void kill(const std::string& name) {
    part(name).kill();
    parts_.erase(name);
  }
  // By the machine's own key, which a gateway lets in to everything.
  Client gateway() { return part("gateway").admin(); }

  Answer registered(const std::string& email) {
    Answer answer;
    EXPECT_TRUE(becomes([&] {  // it may take the broker a moment to know all who serve
      answer = gateway().post("/v1/users", bj::object{{"email", email}}, once(email));
      return answer.status == 201;
    })) << answer.text;
    return answer;
  }
  Answer customer(const Answer& user) {
    return gateway().get("/v1/customers/" + customer_id(user.at("id")), wait_for(user.position()));
  }
  static std::vector<std::string> names(const Json& list, const char* member) {
    std::vector<std::string> all;
    for (const auto& one : list.elements()) all.push_back(one.at(member).text());
    return all;
  }

  test::TempFolder home_;
  test::NatsServer broker_{{}, "10GB"};
  std::map<std::string, std::unique_ptr<Server>> parts_;
};

TEST_F(Split, AWriteAtTheGatewayReachesItsModuleAndTheCopyOfTheOther) {
  const auto user = registered("ada@example.com");
  EXPECT_EQ(user.header("Location"), "/v1/users/" + user.at("id"));
  const auto copy = customer(user);
  EXPECT_EQ(copy.status, 200) << copy.text;
  const auto again = gateway().post("/v1/users", bj::object{{"email", "ada@example.com"}},
                                    once("ada@example.com"));
  EXPECT_EQ(again.text, user.text);
}

TEST_F(Split, OneOfTheModulesKeysIsLetInAndNoMoreOnceItIsRevoked) {
  registered("ada@example.com");
  const auto made = gateway().post(
      "/v1/keys", bj::object{{"name", "shop"}, {"scopes", bj::array{"users:read"}}});
  ASSERT_EQ(made.status, 201) << made.text;
  auto shop = part("gateway").with_key(made.at("token"));
  EXPECT_EQ(shop.get("/v1/users").status, 200);
  EXPECT_EQ(shop.get("/v1/customers").status, 403);
  EXPECT_EQ(gateway().remove("/v1/keys/" + made.at("id")).status, 200);
  EXPECT_TRUE(becomes([&] { return shop.get("/v1/users").status == 401; },
                      std::chrono::seconds{5}));
  EXPECT_EQ(part("gateway").with_key("clv_nobody").get("/v1/users").status, 401);
}

TEST_F(Split, AModuleThatIsAwayIsNamedAndTheOthersAreAnswered) {
  const auto user = registered("ada@example.com");
  ASSERT_EQ(customer(user).status, 200);
  kill("billing");
  Answer away;
  EXPECT_TRUE(becomes([&] {
    away = gateway().get("/v1/customers");
    return away.status == 503 && away.code() == "http.module_unavailable";
  })) << away.text;
  EXPECT_NE(away.text.find("billing"), std::string::npos) << away.text;
  const auto overview = gateway().get("/v1/users/" + user.at("id") + "/overview");
  EXPECT_EQ(overview.status, 200) << overview.text;
  EXPECT_EQ(overview.json().at("partial").elements().at(0), "billing");
  const auto parked = gateway().get("/v1/sync/parked/billing-follows-user/user/usr_1");
  EXPECT_EQ(parked.status, 503) << parked.text;
  EXPECT_NE(parked.text.find("billing"), std::string::npos) << parked.text;
  const auto later = registered("bob@example.com");
  start("billing");
  Answer copy;
  EXPECT_TRUE(becomes([&] { return (copy = customer(later)).status == 200; })) << copy.text;
}

TEST_F(Split, TheLogsAndFollowersOfAllAreShownAsOne) {
  const auto user = registered("ada@example.com");
  ASSERT_EQ(customer(user).status, 200);
  const auto status = gateway().get("/v1/sync").json();
  EXPECT_EQ(names(status.at("logs"), "log"), (std::vector<std::string>{"user/0", "billing/0"}));
  EXPECT_EQ(names(status.at("followers"), "follower"),
            (std::vector<std::string>{"user-follows-billing", "billing-follows-user"}));
  EXPECT_EQ(status.at("partial").elements().size(), 2U);  // insight and webhook run nowhere
  const auto events = gateway().get("/v1/events?after=user/0:1:0");
  EXPECT_EQ(events.status, 200) << events.text;
  EXPECT_NE(events.text.find("user.registered"), std::string::npos);
  EXPECT_EQ(gateway().get("/v1/events?log=billing/0").status, 200);
  EXPECT_EQ(gateway().get("/v1/events?log=shop/0").status, 422);
  EXPECT_EQ(gateway().get("/v1/sync/parked").status, 200);
  EXPECT_EQ(gateway().get("/v1/sync/parked/billing-follows-user/user/usr_1").status, 404);
}

TEST_F(Split, ARunIsAskedOfTheInstanceThatMakesIt) {
  ASSERT_EQ(customer(registered("ada@example.com")).status, 200);
  Answer run;
  ASSERT_TRUE(becomes([&] {
    run = gateway().post("/v1/billing/runs", bj::object{});
    return run.status == 202;
  })) << run.text;
  const auto found = gateway().get("/v1/billing/runs/" + run.at("id"));
  EXPECT_EQ(found.status, 200) << found.text;
  const auto metrics = gateway().get("/metrics").text;
  EXPECT_NE(metrics.find("route=\"billing\",status=\"2xx\""), std::string::npos);
}

TEST_F(Split, TheDocumentDescribesEveryModule) {
  registered("ada@example.com");
  const auto document = gateway().get("/openapi.json");
  ASSERT_EQ(document.status, 200) << document.text;
  const auto paths = document.json().at("paths");
  for (const std::string path : {"/v1/users", "/v1/customers", "/v1/users/{id}/overview",
                           "/v1/users/{id}/live", "/v1/events", "/readyz"}) {
    EXPECT_NE(paths.text().find('"' + path + '"'), std::string::npos) << path;
  }
}

TEST_F(Split, AWatcherSeesWhatHappensInEitherModule) {
  const auto user = registered("ada@example.com");
  const auto id = user.at("id");
  ASSERT_EQ(customer(user).status, 200);
  LiveStream stream(part("gateway"), id);
  ASSERT_EQ(stream.status(), 200);
  ASSERT_EQ(stream.next().value().type, "watching");
  gateway().patch("/v1/users/" + id, bj::object{{"display_name", "Ada"}});
  const auto named = stream.next();
  ASSERT_TRUE(named);
  EXPECT_EQ(named->type, "user.profile_updated");
  gateway().patch("/v1/customers/" + customer_id(id), bj::object{{"currency", "eur"}});
  const auto opened = stream.next();
  ASSERT_TRUE(opened);
  EXPECT_EQ(opened->type, "billing.profile_opened");
  // Whoever comes back misses nothing, and sees nothing twice.
  LiveStream resumed(part("gateway"), id, named->id);
  EXPECT_EQ(resumed.status(), 200);
  EXPECT_EQ(resumed.types_until("billing.profile_opened").back(), "billing.profile_opened");
}

TEST_F(Split, WritesGoOnAndCopiesFollowOnceTheBrokerIsBack) {
  ASSERT_EQ(customer(registered("ada@example.com")).status, 200);
  broker_.kill();
  Answer away;
  EXPECT_TRUE(becomes([&] {
    away = gateway().get("/v1/users");
    return away.status == 503;
  })) << away.text;
  auto user = part("user").admin();
  const auto bob = user.post("/v1/users", bj::object{{"email", "bob@example.com"}});
  EXPECT_EQ(bob.status, 201) << bob.text;
  EXPECT_EQ(user.get("/readyz").status, 200);
  Answer ready;
  EXPECT_TRUE(becomes([&] {  // it has nothing without the broker
    return (ready = gateway().get("/readyz")).status == 503;
  }));
  EXPECT_NE(ready.text.find("127.0.0.1"), std::string::npos) << ready.text;
  broker_.start();
  Answer copy;
  EXPECT_TRUE(becomes([&] { return (copy = customer(bob)).status == 200; },
                      std::chrono::seconds{60}))
      << copy.text;
  EXPECT_TRUE(becomes([&] { return gateway().get("/readyz").status == 200; }));
}

}  // namespace
