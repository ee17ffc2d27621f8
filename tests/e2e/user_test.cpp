#include <set>
#include <thread>

#include <tests/e2e/installation.hpp>

// The user module's API, and what of it reaches billing.
using namespace e2e;

namespace {

using Users = Running;

TEST_F(Users, ARegisteredUserIsBillingsCustomerAsOfThePositionThatWasAnswered) {
  const auto answer = admin().post(
      "/v1/users", bj::object{{"email", "Ada@Example.com"},
                              {"display_name", "Ada"},
                              {"locale", "en-GB"},
                              {"time_zone", "Europe/London"},
                              {"metadata", bj::object{{"plan", "early"}}}});
  ASSERT_EQ(answer.status, 201) << answer.text;
  EXPECT_EQ(answer.at("id").substr(0, 4), "usr_");
  EXPECT_EQ(answer.at("version"), "1");
  EXPECT_EQ(answer.at("metadata"), R"({"plan":"early"})");
  EXPECT_EQ(answer.header("ETag"), "\"1\"");
  EXPECT_EQ(answer.position().substr(0, 9), "user/0:1:");

  const auto copy = admin().get("/v1/customers?user_id=" + answer.at("id"),
                                wait_for(answer.position()));
  ASSERT_EQ(copy.status, 200) << copy.text;
  const auto customers = copy.json().at("data").elements();
  ASSERT_EQ(customers.size(), 1U);
  EXPECT_EQ(customers[0].at("id"), customer_id(answer.at("id")));
  EXPECT_EQ(customers[0].at("email"), answer.json().at("email"));
  EXPECT_EQ(customers[0].at("display_name"), "Ada");
  EXPECT_EQ(customers[0].at("user_version"), 1);
  EXPECT_EQ(customers[0].at("has_billing_profile"), false);
}

TEST_F(Users, ARepeatUnderOneIdempotencyKeyAnswersTheSameBytesAndPosition) {
  const bj::object body{{"email", "ada@example.com"}};
  const auto first = admin().post("/v1/users", body, once("k1"));
  ASSERT_EQ(first.status, 201) << first.text;
  registered("bob@example.com");
  const auto repeat = admin().post("/v1/users", body, once("k1"));
  EXPECT_EQ(repeat.status, 201);
  EXPECT_EQ(repeat.text, first.text);
  EXPECT_EQ(repeat.position(), first.position());
  EXPECT_EQ(repeat.header("ETag"), first.header("ETag"));
}

TEST_F(Users, ARefusalIsRepeatedUnderItsIdempotencyKeyAlsoWhenItsCauseIsGone) {
  const auto ada = registered("ada@example.com");
  const bj::object body{{"email", "ADA@example.com"}};
  const auto first = admin().post("/v1/users", body, once("k1"));
  ASSERT_EQ(first.status, 409) << first.text;
  EXPECT_EQ(first.code(), "user.email_taken");
  EXPECT_EQ(first.header("Content-Type"), "application/problem+json");
  ASSERT_EQ(admin().remove("/v1/users/" + ada.at("id")).status, 200);
  const auto repeat = admin().post("/v1/users", body, once("k1"));
  EXPECT_EQ(repeat.status, 409);
  EXPECT_EQ(repeat.text, first.text);
  EXPECT_EQ(admin().post("/v1/users", body, once("k2")).status, 201);
}

TEST_F(Users, AnIdempotencyKeyUsedForAnotherRequestIsRefusedWithoutEffect) {
  admin().post("/v1/users", bj::object{{"email", "ada@example.com"}}, once("k1"));
  const auto other =
      admin().post("/v1/users", bj::object{{"email", "bob@example.com"}}, once("k1"));
  EXPECT_EQ(other.status, 422);
  EXPECT_EQ(other.code(), "idempotency.key_reused");
  EXPECT_EQ(admin().get("/v1/users?email=bob@example.com").json().at("data").size(), 0U);
}

TEST_F(Users, AnIdempotencyKeyStaysGoodOverARestart) {
  const bj::object body{{"email", "ada@example.com"}};
  const auto first = admin().post("/v1/users", body, once("k1"));
  kill();
  start();
  const auto repeat = admin().post("/v1/users", body, once("k1"));
  EXPECT_EQ(repeat.text, first.text);
  EXPECT_EQ(repeat.position(), first.position());
}

TEST_F(Users, AStaleIfMatchIsRefusedAndChangesNothing) {
  const auto path = "/v1/users/" + registered_id("ada@example.com");
  const bj::object ada{{"display_name", "Ada"}};
  ASSERT_EQ(admin().patch(path, ada, {{"If-Match", "\"1\""}}).status, 200);
  const auto stale = admin().patch(path, bj::object{{"display_name", "A."}},
                                   {{"If-Match", "\"1\""}});
  EXPECT_EQ(stale.status, 412);
  EXPECT_EQ(stale.code(), "user.version_mismatch");
  EXPECT_EQ(admin().post(path + "/deactivate", bj::object{}, {{"If-Match", "\"1\""}}).status, 412);
  EXPECT_EQ(admin().remove(path, {{"If-Match", "\"1\""}}).status, 412);
  const auto now = admin().get(path);
  EXPECT_EQ(now.at("display_name"), "Ada");
  EXPECT_EQ(now.header("ETag"), "\"2\"");
}

TEST_F(Users, OfManyWhoAskForOneEMailAtOnceOneGetsIt) {
  constexpr std::size_t callers = 64;
  std::vector<int> statuses(callers);
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < callers; ++i) {
    threads.emplace_back([&, i] {
      const auto* email = i % 2 == 0 ? "ada@example.com" : "Ada@EXAMPLE.com";
      statuses[i] = server().admin().post("/v1/users", bj::object{{"email", email}}).status;
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(std::ranges::count(statuses, 201), 1);
  EXPECT_EQ(std::ranges::count(statuses, 409), 63);
}

TEST_F(Users, EveryChangeOfAUserReachesTheCustomer) {
  const auto id = registered_id("ada@example.com");
  const auto path = "/v1/users/" + id;
  auto done = admin().patch(path, bj::object{{"display_name", "Ada L."}});
  ASSERT_EQ(done.status, 200) << done.text;
  EXPECT_EQ(customer(id, done.position()).at("display_name"), "Ada L.");

  done = admin().post(path + "/change_email", bj::object{{"email", "al@example.com"}});
  ASSERT_EQ(done.status, 200) << done.text;
  EXPECT_EQ(customer(id, done.position()).at("email"), "al@example.com");
  EXPECT_EQ(registered("ada@example.com").status, 201);  // free again

  done = admin().post(path + "/deactivate", bj::object{{"reason", "asked for it"}});
  ASSERT_EQ(done.status, 200) << done.text;
  EXPECT_EQ(customer(id, done.position()).at("status"), "inactive");

  done = admin().post(path + "/reactivate");
  ASSERT_EQ(done.status, 200) << done.text;
  EXPECT_EQ(customer(id, done.position()).at("status"), "active");
  EXPECT_EQ(customer(id, done.position()).at("user_version"), "5");

  done = admin().remove(path);
  ASSERT_EQ(done.status, 200) << done.text;
  EXPECT_EQ(done.text, R"({"id":")" + id + R"(","deleted":true})");
  EXPECT_EQ(customer(id, done.position()).status, 404);
  EXPECT_EQ(admin().get(path).status, 404);
}

TEST_F(Users, WhatDoesNotChangeAnythingSaysNoEvent) {
  const auto ada = registered("ada@example.com");
  const auto same = admin().patch("/v1/users/" + ada.at("id"), bj::object{{"display_name", ""}});
  EXPECT_EQ(same.status, 200);
  EXPECT_EQ(same.text, ada.text);
  EXPECT_EQ(same.header("ETag"), "\"1\"");
  const auto events = admin().get("/v1/events?after=" + ada.position()).json();
  EXPECT_EQ(events.at("data").size(), 0U);
}

TEST_F(Users, AWalkOverAllPagesSeesEachUserOnceWhileOthersComeAndGo) {
  std::set<std::string> stay;
  std::vector<std::string> leave;
  for (int i = 0; i < 200; ++i) {
    const auto id = registered_id("user" + std::to_string(i) + "@example.com");
    if (i % 4 == 0) leave.push_back(id);
    else stay.insert(id);
  }
  std::atomic<bool> walked = false;
  std::thread writer([&] {
    auto client = server().admin();
    for (int i = 0; !walked || i < 50; ++i) {
      client.post("/v1/users", bj::object{{"email", "new" + std::to_string(i) + "@example.com"}});
      if (!leave.empty()) {
        client.remove("/v1/users/" + leave.back());
        leave.pop_back();
      }
    }
  });
  std::multiset<std::string> seen;
  std::string last;
  for (bool more = true; more;) {
    const auto from = last.empty() ? "" : "&starting_after=" + last;
    const auto page = admin().get("/v1/users?limit=7" + from).json();
    for (const auto& user : page.at("data").elements()) {
      const std::string id{user.at("id").text()};
      EXPECT_LT(last, id);
      last = id;
      seen.insert(id);
    }
    more = page.at("has_more") == true && seen.size() < 1000;
  }
  walked = true;
  writer.join();
  for (const auto& id : stay) EXPECT_EQ(seen.count(id), 1U) << id;
  EXPECT_EQ(std::set(seen.begin(), seen.end()).size(), seen.size());
}

TEST_F(Users, AreFoundByTheBeginningOfTheirEMailWhateverItsLetterCase) {
  for (const auto* email : {"Ada@example.com", "adam@example.com", "a%a@example.com",
                            "bob@example.com"}) {
    registered(email);
  }
  const auto found = [this](const std::string& query) {
    return admin().get("/v1/users?" + query).json().at("data").size();
  };
  EXPECT_EQ(found("email_prefix=ADA"), 2U);
  EXPECT_EQ(found("email_prefix=adam"), 1U);
  EXPECT_EQ(found("email_prefix=a%25"), 1U);  // no wildcard of the store's
  EXPECT_EQ(found("email_prefix=zed"), 0U);
  EXPECT_EQ(found("email=ADA@example.com"), 1U);
}

}  // namespace
