#include <algorithm>
#include <cstdlib>
#include <map>
#include <set>
#include <thread>

#include <adapters/system/webhook/sodium_signer.hpp>
#include <tests/e2e/installation.hpp>
#include <tests/e2e/topology.hpp>
#include <tests/receiver/receiver.hpp>

// Webhooks, from a write to a receiver's hands.
using namespace e2e;

namespace {

using test::Received;
using test::Receiver;

class Webhooks : public Installation {
 protected:
  void SetUp() override { start_allowing_private(); }

  void start_allowing_private() {
    const auto config = home() / "cleave.toml";
    write_file(config, "[webhook]\nallow_private_addresses = true\n");
    start({"--config", config});
  }

  // A new endpoint there.
  Answer created(const std::string& url, const bj::array& types = {"*"}) {
    return admin().post("/v1/webhook_endpoints", {{"url", url}, {"event_types", types}});
  }
  // The deliveries in that state, newest first.
  std::vector<Json> deliveries(const std::string& status) {
    return admin()
        .get("/v1/webhook_deliveries?limit=1000&status=" + status)
        .json()
        .at("data")
        .elements();
  }
  static bool is_signed(const Received& got, const std::string& secret) {
    const auto text =
        got.header("webhook-id") + '.' + got.header("webhook-timestamp") + '.' + got.body;
    return got.header("webhook-signature") == os::SodiumSigner{}.sign(secret, text);
  }
};

TEST_F(Webhooks, TellWhatHappensSignedAndInAnOrderThatCanBeRestored) {
  Receiver receiver;
  const auto endpoint = created(receiver.url(), {"user.*"});
  ASSERT_EQ(endpoint.status, 201) << endpoint.text;
  const auto secret = endpoint.at("secret");
  const auto user = registered_id("ada@example.com");
  admin().patch("/v1/users/" + user, {{"display_name", "Ada"}});
  admin().remove("/v1/users/" + user);
  ASSERT_TRUE(becomes([&] { return receiver.count() == 3; }));
  std::map<std::int64_t, std::string> by_sequence;
  for (const auto& got : receiver.received()) {
    EXPECT_TRUE(is_signed(got, secret));
    const auto body = Json::parse(got.body);
    EXPECT_EQ(body.at("object"), user);
    EXPECT_EQ(body.at("id"), got.header("webhook-id"));
    EXPECT_EQ(body.at("data").at("id"), user);
    by_sequence[body.at("sequence").number()] = body.at("type").text();
  }
  EXPECT_EQ(by_sequence,
            (std::map<std::int64_t, std::string>{
                {1, "user.registered"}, {2, "user.profile_updated"}, {3, "user.deleted"}}));
  EXPECT_TRUE(becomes([&] { return deliveries("succeeded").size() == 3; }));
  const auto shown = admin().get("/v1/webhook_endpoints/" + endpoint.at("id"));
  EXPECT_EQ(shown.text.find("whsec_"), std::string::npos) << "it is shown once";
  const auto events = admin().get("/v1/events?log=webhook/0&after=0").text;
  EXPECT_NE(events.find("webhook.endpoint_created"), std::string::npos) << events;
  EXPECT_EQ(events.find("whsec_"), std::string::npos);
  const auto log = read_file(home() / "err");
  EXPECT_EQ(log.find("whsec_"), std::string::npos);
  if (is_split()) return;  // the figures of a process are there alone
  const auto metrics = admin().get("/metrics").text;
  EXPECT_NE(metrics.find("cleave_webhook_deliveries_total{outcome=\"succeeded\"} 3"),
            std::string::npos);
}

TEST_F(Webhooks, ReachAReceiverThatWasDownOnceItIsUp) {
  std::optional<Receiver> receiver{std::in_place};
  const auto port = receiver->port();
  const auto url = receiver->url();
  receiver.reset();
  created(url, {"user.registered"});
  registered("ada@example.com");
  ASSERT_TRUE(becomes([&] {
    const auto waiting = deliveries("pending");
    return waiting.size() == 1 && waiting.front().at("attempts").number() >= 1;
  }));
  EXPECT_NE(deliveries("pending").front().at("error").text().find("No connection"),
            std::string::npos);
  receiver.emplace("", "", port);
  EXPECT_TRUE(becomes([&] { return deliveries("succeeded").size() == 1; }))
      << "the second attempt comes after five seconds";
  EXPECT_EQ(receiver->count(), 1U);
}

TEST_F(Webhooks, AreSentAgainByHand) {
  Receiver receiver;
  receiver.answer_status(410);
  const auto endpoint = created(receiver.url(), {"user.*"}).at("id");
  registered("ada@example.com");
  ASSERT_TRUE(becomes([&] { return deliveries("failed").size() == 1; }));
  const auto one = admin().get("/v1/webhook_endpoints/" + endpoint);
  EXPECT_EQ(one.at("status"), "disabled");
  EXPECT_EQ(one.at("disabled_reason"), "The receiver answered 410 Gone.");
  const auto delivery = deliveries("failed").front().at("id").text();
  const auto replay = "/v1/webhook_deliveries/" + delivery + "/replay";
  EXPECT_EQ(admin().post(replay).code(), "webhook.endpoint_disabled");
  EXPECT_EQ(admin().post("/v1/webhook_endpoints/" + endpoint + "/enable").at("status"), "enabled");
  receiver.answer_status(200);
  const auto ran = run_cleave({"webhook", "replay", delivery, "--data", data()});
  EXPECT_EQ(ran.exit, 0) << ran.err;
  ASSERT_TRUE(becomes([&] { return deliveries("succeeded").size() == 1; }));
  const auto got = receiver.received();
  ASSERT_EQ(got.size(), 2U);
  EXPECT_EQ(got[0].header("webhook-id"), got[1].header("webhook-id"));
  EXPECT_EQ(got[0].body, got[1].body);
  EXPECT_EQ(admin().get("/v1/webhook_deliveries/" + delivery).json().at("body"),
            Json::parse(got[1].body));
}

TEST_F(Webhooks, FollowNoRedirect) {
  Receiver inside;
  Receiver receiver;
  receiver.answer(
      [&](const auto&) { return test::response(307, "Location: " + inside.url() + "\r\n"); });
  const auto endpoint = created(receiver.url()).at("id");
  const auto test = admin().post("/v1/webhook_endpoints/" + endpoint + "/test");
  EXPECT_EQ(test.status, 202) << test.text;
  ASSERT_TRUE(becomes([&] {
    return admin().get("/v1/webhook_deliveries/" + test.at("id")).at("attempts") != "0";
  }));
  EXPECT_EQ(admin().get("/v1/webhook_deliveries/" + test.at("id")).at("error"),
            "The receiver answered 307. Redirects are not followed.");
  EXPECT_EQ(inside.count(), 0U);
}

TEST_F(Webhooks, GoToPublicAddressesAloneUnlessThatIsAllowed) {
  Receiver receiver;
  stop();
  start();
  EXPECT_EQ(created(receiver.url()).code(), "webhook.url_invalid");
  for (const std::string host : {"127.0.0.1", "localhost", "[::1]", "2130706433"}) {
    const auto url = "https://" + host + ":" + std::to_string(receiver.port()) + "/";
    const auto endpoint = created(url).at("id");
    const auto test = admin().post("/v1/webhook_endpoints/" + endpoint + "/test").at("id");
    ASSERT_TRUE(becomes(
        [&] { return admin().get("/v1/webhook_deliveries/" + test).at("attempts") != "0"; }));
    EXPECT_EQ(admin().get("/v1/webhook_deliveries/" + test).at("error"),
              "The host's address is not public; nothing was sent.")
        << host;
  }
  EXPECT_EQ(receiver.count(), 0U);
}

TEST_F(Webhooks, TellNobodyOfKeysWhoDidNotNameThem) {
  Receiver all;
  Receiver keys;
  created(all.url());
  created(keys.url(), {"api_key.created"});
  key_for({"users:read"});
  ASSERT_TRUE(becomes([&] { return keys.count() == 1; }));
  EXPECT_EQ(Json::parse(keys.received().front().body).at("type"), "api_key.created");
  EXPECT_EQ(all.count(), 0U);
}

// The promise: at least once, whatever happens to the sender.
TEST_F(Webhooks, ReachTheirReceiverAtLeastOnceThoughTheSenderIsKilledAgainAndAgain) {
  Receiver receiver;
  const auto made = created(receiver.url(), {"user.*"});
  const auto secret = made.at("secret");
  std::set<std::string> registered_users;
  std::srand(7);
  for (int life = 0; life < 8; ++life) {
    std::thread killer([this] {
      std::this_thread::sleep_for(std::chrono::milliseconds{30 + std::rand() % 120});
      server().kill();
    });
    try {
      auto client = server().admin();
      for (int i = 0;; ++i) {
        const auto email = std::to_string(life) + "-" + std::to_string(i) + "@example.com";
        const auto answer = client.post("/v1/users", bj::object{{"email", email}});
        if (answer.status == 201) registered_users.insert(answer.at("id"));
      }
    } catch (const NoAnswer&) {
    }
    killer.join();
    end();
    start_allowing_private();
  }
  ASSERT_GT(registered_users.size(), 10U);
  const auto told = [&] {
    std::set<std::string> users;
    for (const auto& got : receiver.received()) {
      users.insert(Json::parse(got.body).at("object").text());
    }
    return users;
  };
  EXPECT_TRUE(becomes(
      [&] {
        const auto users = told();
        return std::ranges::includes(users, registered_users) && deliveries("pending").empty();
      },
      std::chrono::seconds{60}));
  std::map<std::string, std::string> body_of;
  for (const auto& got : receiver.received()) {
    EXPECT_TRUE(is_signed(got, secret));
    const auto [first, is_new] = body_of.emplace(got.header("webhook-id"), got.body);
    EXPECT_EQ(first->second, got.body) << "a repeat is the same message";
  }
  EXPECT_EQ(body_of.size(), told().size()) << "one message for each event";
}

TEST_F(Webhooks, AreManagedFromTheCommandLine) {
  Receiver receiver;
  const auto cleave = [&](std::vector<std::string> words) {
    words.insert(words.end(), {"--data", data(), "--json"});
    return run_cleave(words);
  };
  const auto secret_file = (home() / "hook.secret").string();
  const auto made = cleave({"webhook", "create", receiver.url(), "--event", "billing.*", "--event",
                            "user.registered", "--secret-file", secret_file});
  ASSERT_EQ(made.exit, 0) << made.err;
  EXPECT_EQ(made.out.find("whsec_"), std::string::npos);
  const auto secret = read_file(secret_file);
  EXPECT_TRUE(secret.starts_with("whsec_"));
  const auto id = Json::parse(made.out).at("id").text();
  EXPECT_EQ(Json::parse(cleave({"webhook", "list"}).out).at("data").size(), 1U);
  EXPECT_EQ(Json::parse(cleave({"webhook", "show", id}).out).at("url"), receiver.url());
  const auto sent = cleave({"webhook", "test", id});
  ASSERT_EQ(sent.exit, 0) << sent.err;
  ASSERT_TRUE(becomes([&] { return receiver.count() == 1; }));
  EXPECT_TRUE(is_signed(receiver.received().front(), secret.substr(0, secret.size() - 1)));
  const auto delivery = Json::parse(sent.out).at("id").text();
  EXPECT_EQ(Json::parse(cleave({"webhook", "delivery", delivery}).out).at("type"), "webhook.test");
  const auto updated = cleave({"webhook", "update", id, "--url", receiver.url("/other")});
  EXPECT_EQ(Json::parse(updated.out).at("version"), 2) << updated.err;
  const auto rotated = cleave({"webhook", "rotate-secret", id});
  EXPECT_TRUE(Json::parse(rotated.out).at("secret").text().starts_with("whsec_")) << rotated.err;
  EXPECT_EQ(Json::parse(cleave({"webhook", "disable", id, "--reason", "moving"}).out)
                .at("disabled_reason"),
            "moving");
  EXPECT_EQ(Json::parse(cleave({"webhook", "enable", id}).out).at("status"), "enabled");
  const auto listed = cleave({"webhook", "deliveries", "--endpoint", id, "--status", "succeeded"});
  EXPECT_TRUE(becomes([&] {
    return Json::parse(
               cleave({"webhook", "deliveries", "--endpoint", id, "--status", "succeeded"}).out)
               .at("data")
               .size() == 1;
  })) << listed.err;
  EXPECT_EQ(cleave({"webhook", "delete", id, "--yes"}).exit, 0);
  EXPECT_EQ(Json::parse(cleave({"webhook", "list"}).out).at("data").size(), 0U);
}

}  // namespace
