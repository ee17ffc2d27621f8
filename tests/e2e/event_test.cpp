#include <thread>

#include <tests/e2e/installation.hpp>

// The event log over HTTP, positions as tokens, and what /v1/sync says.
using namespace e2e;

namespace {

using Events = Running;
using Tokens = Running;

using Clock = std::chrono::steady_clock;

std::string next(const Answer& page) { return page.at("next"); }

TEST_F(Events, ALongPollAnswersAsSoonAsSomethingIsWritten) {
  const auto from = registered("ada@example.com").position();
  std::thread writer([this] {
    std::this_thread::sleep_for(std::chrono::milliseconds{300});
    server().admin().post("/v1/users", bj::object{{"email", "bob@example.com"}});
  });
  const auto asked = Clock::now();
  const auto page = admin().get("/v1/events?after=" + from + "&wait=20");
  const auto took = Clock::now() - asked;
  writer.join();
  ASSERT_EQ(page.status, 200) << page.text;
  ASSERT_EQ(page.json().at("data").size(), 1U);
  EXPECT_EQ(page.json().at("data").at(0).at("data").at("after").at("email"), "bob@example.com");
  EXPECT_LT(took, std::chrono::seconds{10});
  EXPECT_GE(took, std::chrono::milliseconds{250});
}

TEST_F(Events, ALongPollThatHearsNothingEndsInTimeAndEmpty) {
  const auto from = registered("ada@example.com").position();
  const auto asked = Clock::now();
  const auto page = admin().get("/v1/events?after=" + from + "&wait=1");
  EXPECT_GE(Clock::now() - asked, std::chrono::milliseconds{900});
  EXPECT_EQ(page.json().at("data").size(), 0U);
  EXPECT_EQ(next(page), from);
}

TEST_F(Events, AReaderOfSomeTypesSeesTheseAloneAndGoesOnBehindTheOthers) {
  const auto ada = registered("ada@example.com");
  registered("bob@example.com");
  admin().post("/v1/users/" + ada.at("id") + "/deactivate", bj::object{});
  const auto last = registered("eve@example.com").position();
  const auto page =
      admin().get("/v1/events?after=0&types=user.deactivated,user.deleted").json();
  ASSERT_EQ(page.at("data").size(), 1U);
  EXPECT_EQ(page.at("data").at(0).at("type"), "user.deactivated");
  EXPECT_EQ(page.at("data").at(0).at("subject").text(), ada.at("id"));
  EXPECT_EQ(page.at("next").text(), last);
}

TEST_F(Events, PagesJoinToTheWholeLogWithoutAGap) {
  for (int i = 0; i < 25; ++i) registered("u" + std::to_string(i) + "@example.com");
  std::int64_t expected = 0;
  std::string after = "0";
  for (bool more = true; more;) {
    const auto page = admin().get("/v1/events?limit=4&after=" + after).json();
    for (const auto& event : page.at("data").elements()) {
      EXPECT_EQ(event.at("sequence").text(), std::to_string(++expected));
    }
    after = page.at("next").text();
    more = page.at("has_more") == true;
  }
  EXPECT_GE(expected, 25);
}

TEST_F(Events, CarryTheRequestAndTheTraceThatLedToThem) {
  const std::string trace = "0af7651916cd43dd8448eb211c80319c";
  const auto done = admin().post(
      "/v1/users", bj::object{{"email", "ada@example.com"}},
      {{"X-Request-Id", "my-request"}, {"traceparent", "00-" + trace + "-b7ad6b7169203331-01"}});
  ASSERT_EQ(done.status, 201);
  EXPECT_EQ(done.header("X-Request-Id"), "my-request");
  const auto offset = std::stoll(done.position().substr(done.position().rfind(':') + 1));
  const auto page = admin().get("/v1/events?after=" + std::to_string(offset - 1)).json();
  const auto& event = page.at("data").at(0);
  EXPECT_EQ(event.at("specversion"), "1.0");
  EXPECT_EQ(event.at("type"), "user.registered");
  EXPECT_EQ(event.at("correlationid"), "my-request");
  EXPECT_EQ(event.at("traceparent").text().substr(3, 32), trace);
  EXPECT_EQ(event.at("data").at("before"), "null");
  EXPECT_EQ(event.at("data").at("after"), done.json());
}

TEST_F(Tokens, OfNoLogThatThereIsAreRefusedAtOnce) {
  const auto asked = Clock::now();
  const auto answer = admin().get("/v1/customers", wait_for("nobody/0:1:1"));
  EXPECT_EQ(answer.status, 422);
  EXPECT_EQ(answer.code(), "sync.unknown_log");
  EXPECT_LT(Clock::now() - asked, std::chrono::seconds{2});
}

TEST_F(Tokens, BeyondTheHeadOfTheLogAreRefusedAtOnce) {
  registered("ada@example.com");
  const auto asked = Clock::now();
  const auto answer = admin().get("/v1/customers", wait_for("user/0:1:1000000"));
  EXPECT_EQ(answer.status, 422);
  EXPECT_EQ(answer.code(), "sync.beyond_head");
  EXPECT_LT(Clock::now() - asked, std::chrono::seconds{2});
}

TEST_F(Tokens, ThatAreNoneAreMalformed) {
  for (const auto* text : {"", "user/0", "user/0:1:", "user/0:1:x", "1:2", "user/0:1:1,,"}) {
    EXPECT_EQ(admin().get("/v1/customers", wait_for(text)).status, 400) << text;
  }
}

TEST_F(Tokens, OfManyWritesAreEachReadyAfterTheWait) {
  for (int i = 0; i < 100; ++i) {
    const auto user = registered("u" + std::to_string(i) + "@example.com");
    const auto copy = customer(user.at("id"), user.position());
    ASSERT_EQ(copy.status, 200) << copy.text;
  }
}

TEST_F(Tokens, OfBothLogsMayBeWaitedForAtOnce) {
  const auto ada = registered("ada@example.com");
  const auto path = "/v1/customers/" + customer_id(ada.at("id"));
  customer(ada.at("id"), ada.position());
  const auto eur = admin().patch(path, bj::object{{"currency", "eur"}});
  const auto read =
      admin().get("/v1/customers/" + customer_id(ada.at("id")),
                  wait_for(ada.position() + ", " + eur.position()));
  EXPECT_EQ(read.status, 200) << read.text;
  EXPECT_EQ(read.at("currency"), "eur");
}

TEST_F(Events, OfUnknownLogsAndMalformedPositionsAreRefused) {
  EXPECT_EQ(admin().get("/v1/events?log=nobody/0").status, 422);
  EXPECT_EQ(admin().get("/v1/events?after=user/0:1:99999").status, 422);
  EXPECT_EQ(admin().get("/v1/events?after=x").status, 400);
  EXPECT_EQ(admin().get("/v1/events?wait=31").status, 400);
  EXPECT_EQ(admin().get("/v1/events?limit=0").status, 400);
  EXPECT_EQ(admin().get("/v1/events?nonsense=1").status, 400);
}

TEST_F(Events, SyncSaysWhoFollowsWhomAndThatTheyAgree) {
  registered("ada@example.com");
  ASSERT_TRUE(becomes([this] { return settled(); }));
  // Of several instances any may answer, and each has its own word of how far the log goes.
  ASSERT_TRUE(becomes([this] { return follower("billing-follows-user").at("lag_events") == 0; }));
  const auto follower_state = follower("billing-follows-user");
  EXPECT_EQ(follower_state.at("source"), "user/0");
  EXPECT_EQ(follower_state.at("parked_keys"), 0);
  EXPECT_EQ(follower_state.at("differs_at"), 0);
  EXPECT_EQ(follower("user-follows-billing").at("state"), "running");
}

}  // namespace
