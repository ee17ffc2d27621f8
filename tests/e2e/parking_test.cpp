#include <app/data_folder.hpp>
#include <tests/e2e/installation.hpp>
#include <tests/e2e/poison.hpp>
#include <tests/e2e/topology.hpp>

// The life of a parked key, over the API.
using namespace e2e;

namespace {

constexpr auto poisoned = "poison@example.com";

class Parking : public Running {
 protected:
  // A user whose copy billing refuses, then would take, then refuses again.
  void SetUp() override {
    Running::SetUp();
    ASSERT_EQ(stop(), 0);
    refuse_copies_of(data(), poisoned);
    start();
    poison_ = registered(poisoned).at("id");
    path_ = "/v1/sync/parked/billing-follows-user/user/" + poison_;
    // What comes in one batch with the next would be stored as that leaves it.
    ASSERT_TRUE(becomes([this] { return admin().get(path_).status == 200; }));
    for (const auto* email : {"cured@example.com", poisoned}) {
      const auto path = "/v1/users/" + poison_ + "/change_email";
      position_ = admin().post(path, bj::object{{"email", email}}).position();
    }
    ASSERT_TRUE(becomes([this] {
      const auto parked = admin().get(path_);
      return parked.status == 200 && parked.at("events") == "3";
    })) << admin().get(path_).text;
  }
  void cure() {
    ASSERT_EQ(stop(), 0);
    accept_all_copies(data());
    start();
  }
  std::size_t parked_keys() {
    return admin().get("/v1/sync/parked").json().at("data").size();
  }

  std::string poison_;
  std::string position_;
  std::string path_;
};

TEST_F(Parking, AKeyThatCannotBeAppliedWaitsAloneAndItsLaterEventsBehindIt) {
  const auto shown = admin().get(path_).json();
  EXPECT_EQ(shown.at("applied_version"), 0);
  EXPECT_EQ(shown.at("source_version"), 3);
  EXPECT_NE(shown.at("reason").text(), "");
  ASSERT_EQ(shown.at("waiting").size(), 3U);
  EXPECT_EQ(shown.at("waiting").at(0).at("type"), "user.registered");
  EXPECT_EQ(shown.at("waiting").at(1).at("type"), "user.email_changed");

  const auto other = registered("ada@example.com");
  EXPECT_EQ(customer(other.at("id"), other.position()).status, 200);
  ASSERT_TRUE(becomes([this] { return follower("billing-follows-user").at("parked_keys") == 1; }));
  const auto state = follower("billing-follows-user");
  EXPECT_EQ(state.at("differs_at"), 0);
  EXPECT_EQ(state.at("state"), "running");
}

TEST_F(Parking, AReadOfAParkedKeySaysSoAndAReadOfAListSaysHowMany) {
  const auto read = customer(poison_, position_);
  EXPECT_EQ(read.status, 409) << read.text;
  EXPECT_EQ(read.code(), "sync.parked");
  const auto list = admin().get("/v1/customers", wait_for(position_));
  EXPECT_EQ(list.status, 200) << list.text;
  EXPECT_EQ(list.header("Cleave-Parked-Keys"), "1");
}

// Of several instances one follows, and knows what waits before the others do.
TEST_F(Parking, EveryInstanceAnswersAsTheOneThatFollows) {
  const auto folders = folders_of(home(), "billing");
  for (int events = 4; events <= 8; ++events) {
    const auto count = std::to_string(events);
    admin().patch("/v1/users/" + poison_, bj::object{{"display_name", count}});
    ASSERT_TRUE(becomes([&] { return admin().get(path_).at("events") == count; }));
    for (const auto& folder : folders) {
      Client instance{app::probe(folder).address, app::read_cli_key(folder).value()};
      EXPECT_EQ(instance.get(path_).at("events"), count) << folder;
      const auto list = instance.get("/v1/sync/parked?follower=billing-follows-user");
      EXPECT_EQ(list.json().at("data").at(0).at("events").text(), count) << list.text;
      EXPECT_EQ(instance.post(path_ + "/retry").status, 200) << folder;
    }
  }
}

TEST_F(Parking, ARetryWhoseCauseIsStillThereParksAgain) {
  const auto retried = admin().post(path_ + "/retry");
  ASSERT_EQ(retried.status, 200) << retried.text;
  EXPECT_TRUE(becomes([this] { return admin().get(path_).at("attempts") != "0"; }));
  EXPECT_EQ(admin().get(path_).at("events"), "3");
}

TEST_F(Parking, ARetryWhoseCauseIsGoneReleasesTheKeyInOrder) {
  cure();
  const auto retried = admin().post(path_ + "/retry");
  EXPECT_TRUE(retried.status == 200 || retried.status == 404) << retried.text;  // it was faster
  ASSERT_TRUE(becomes([this] { return parked_keys() == 0; }));
  Answer copy;  // an instance that does not follow sees a moment later that nothing waits
  ASSERT_TRUE(becomes([&] { return (copy = customer(poison_, position_)).status == 200; }))
      << copy.text;
  EXPECT_EQ(copy.at("user_version"), "3");
  EXPECT_EQ(copy.at("email"), poisoned);
  EXPECT_TRUE(becomes([this] { return settled(); }));
  EXPECT_EQ(follower("billing-follows-user").at("differs_at"), 0);
}

TEST_F(Parking, ADiscardedKeyIsAnAcceptedDifferenceUntilALaterEventHealsIt) {
  EXPECT_EQ(admin().post(path_ + "/discard", bj::object{{"reason", ""}}).status, 422);
  const auto done = admin().post(path_ + "/discard", bj::object{{"reason", "a test's"}});
  ASSERT_EQ(done.status, 200) << done.text;
  ASSERT_TRUE(becomes([this] { return admin().get(path_).at("discarded") == "true"; }));
  EXPECT_EQ(admin().get(path_).at("reason"), "a test's");
  EXPECT_EQ(admin().post(path_ + "/retry").status, 409);
  EXPECT_EQ(follower("billing-follows-user").at("differs_at"), 0);
  cure();
  EXPECT_EQ(customer(poison_, position_).status, 404);  // unlike its source, and nobody waits
  const auto healed = admin().patch("/v1/users/" + poison_, bj::object{{"display_name", "Q"}});
  ASSERT_TRUE(becomes([this] { return parked_keys() == 0; }));
  const auto copy = customer(poison_, healed.position());
  EXPECT_EQ(copy.at("display_name"), "Q");
  EXPECT_EQ(copy.at("user_version"), "4");
  EXPECT_EQ(follower("billing-follows-user").at("differs_at"), 0);
}

TEST_F(Parking, ADeletedUserIsNotWaitedForAnyMore) {
  const auto deleted = admin().remove("/v1/users/" + poison_);
  ASSERT_EQ(deleted.status, 200) << deleted.text;
  ASSERT_TRUE(becomes([this] { return parked_keys() == 0; }));
  EXPECT_EQ(customer(poison_, deleted.position()).status, 404);
  EXPECT_EQ(follower("billing-follows-user").at("differs_at"), 0);
}

TEST_F(Parking, OutlivesASigkill) {
  kill();
  start();
  EXPECT_EQ(admin().get(path_).at("events"), "3");
  EXPECT_TRUE(becomes([this] { return parked_keys() == 1; }));
}

TEST_F(Running, AnEventOfANewerVersionWaitsForANewerBinary) {
  ASSERT_EQ(stop(), 0);
  const auto key = say_event_of_a_newer_version(data());
  start();
  const auto path = "/v1/sync/parked/billing-follows-user/user/" + key;
  ASSERT_TRUE(becomes([&] { return admin().get(path).status == 200; }));
  EXPECT_NE(admin().get(path).at("reason").find("unknown version 2"), std::string::npos);
  const auto ada = registered("ada@example.com");
  EXPECT_EQ(customer(ada.at("id"), ada.position()).status, 200);
  const auto discarded = admin().post(path + "/discard", bj::object{{"reason", "a test's"}});
  EXPECT_EQ(discarded.status, 200) << discarded.text;
  EXPECT_EQ(follower("billing-follows-user").at("differs_at"), 0);
}

TEST_F(Running, WhatIsNotParkedCanBeNeitherShownNorRetried) {
  const auto path = "/v1/sync/parked/billing-follows-user/user/" + registered_id("a@example.com");
  EXPECT_EQ(admin().get(path).status, 404);
  EXPECT_EQ(admin().post(path + "/retry").status, 404);
  EXPECT_EQ(admin().post(path + "/retry").code(), "sync.parked_not_found");
}

}  // namespace
