#include <cstdlib>
#include <map>

#include <adapters/sql/session.hpp>
#include <tests/e2e/installation.hpp>
#include <tests/e2e/topology.hpp>

// Replicas are checked against their sources, over the API and by the command line.
using namespace e2e;

namespace {

constexpr auto follower_name = "billing-follows-user";

class Replicas : public Running {
 protected:
  std::string check_path(const std::string& name) {
    return "/v1/sync/replicas/" + name + "/check";
  }
  Json checked(bool deep, const std::string& name = follower_name) {
    const auto begun = admin().post(check_path(name), bj::object{{"deep", deep}});
    EXPECT_EQ(begun.status, 202) << begun.text;
    Json check = begun.json();
    EXPECT_TRUE(becomes([&] {
      const auto now = admin().get(check_path(name));
      if (now.status != 200 || now.at("id") != begun.at("id")) return false;
      check = now.json();
      return check.at("status") == "done" || check.at("status") == "failed";
    }));
    EXPECT_EQ(check.at("status"), "done") << check.text();
    return check;
  }
  void wait_until_settled() {
    ASSERT_TRUE(becomes([this] { return settled(); }));
  }
  // Changes billing's database while no server runs.
  void plant(const std::vector<std::string>& statements) {
    wait_until_settled();
    ASSERT_EQ(stop(), 0);
    {
      sql::Session billing{as_superuser(data(), "billing"), sql::Access::writer};
      for (const auto& statement : statements) billing.run(statement);
    }
    start();
  }
};

TEST_F(Replicas, ACopyThatIsWhatItsSourceSaysIsVerifiedThroughItsPosition) {
  std::string last;
  for (const auto* name : {"a", "b", "c"}) {
    last = registered(std::string(name) + "@example.com").position();
  }
  wait_until_settled();
  const auto check = checked(false);
  EXPECT_EQ(check.at("verdict"), "equal");
  EXPECT_EQ(check.at("rows"), 3);
  EXPECT_EQ(check.at("source_known").text(), "true");
  EXPECT_EQ("user/0:1:" + check.at("offset").text(), last);
  ASSERT_TRUE(becomes([&] {
    return follower(follower_name).at("verified_offset") == check.at("offset").text();
  }));
  const auto deep = checked(true);
  EXPECT_EQ(deep.at("verdict"), "equal");
  EXPECT_EQ(deep.at("compared"), 3);
}

TEST_F(Replicas, WhatWasTouchedIsFoundByItsKeyAndItsFieldsAndNobodySeesWhatStandsInThem) {
  const auto changed = registered_id("changed@example.com");
  const auto deleted = registered_id("deleted@example.com");
  registered_id("untouched@example.com");
  const auto extra = "usr_06gvhpm1g1qlne01g735ime2qk";
  plant({"UPDATE user_replica SET display_name = 'Secret', status = 'inactive' WHERE user_id = '" +
             changed + "'",
         "DELETE FROM user_replica WHERE user_id = '" + deleted + "'",
         std::string("INSERT INTO user_replica (user_id, version, email, display_name, time_zone, "
                     "status) VALUES ('") +
             extra + "', 1, 'x@example.com', 'X', 'UTC', 'active')"});
  EXPECT_EQ(checked(false).at("verdict"), "differs");
  const auto check = checked(true);
  EXPECT_EQ(check.at("verdict"), "differs");
  ASSERT_EQ(check.at("difference_count"), 3) << check.text();
  EXPECT_EQ(check.text().find("Secret"), std::string::npos);
  std::map<std::string, std::string> kinds;
  for (const auto& one : check.at("differences").elements()) {
    kinds[one.at("key").text()] = one.at("kind").text();
    EXPECT_EQ(one.at("fields").size(), one.at("key") == changed ? 2U : 0U);
  }
  EXPECT_EQ(kinds, (std::map<std::string, std::string>{
                       {changed, "fields"}, {deleted, "missing"}, {extra, "extra"}}));

  const auto ran = run_cleave({"sync", "verify", "--deep", "--data", data()});
  EXPECT_EQ(ran.exit, 1) << ran.out << ran.err;
  for (const auto& key : {changed, deleted, std::string{extra}}) {
    EXPECT_NE(ran.out.find(key), std::string::npos) << ran.out;
  }
  const auto healthy = run_cleave({"sync", "verify", "--follower", "user-follows-billing",
                                   "--json", "--data", data()});
  EXPECT_EQ(healthy.exit, 0) << healthy.err;
  EXPECT_EQ(Json::parse(healthy.out).at("verdict"), "equal");
}

TEST_F(Replicas, AreCheckedWithoutAFalseAlarmWhileTheirSourceIsWritten) {
  std::vector<std::string> ids;
  for (int i = 0; i < 20; ++i) {
    ids.push_back(registered_id("u" + std::to_string(i) + "@example.com"));
  }
  for (int round = 0; round < 5; ++round) {
    const auto begun = admin().post(check_path(follower_name), bj::object{{"deep", true}});
    ASSERT_EQ(begun.status, 202) << begun.text;
    Answer now;
    ASSERT_TRUE(becomes([&] {
      for (const auto& id : ids) {
        admin().patch("/v1/users/" + id,
                      bj::object{{"display_name", std::to_string(std::rand())}});
      }
      registered_id(std::to_string(ids.size()) + "_" + std::to_string(std::rand()) +
                    "@example.com");
      now = admin().get(check_path(follower_name));
      return now.status == 200 && now.at("id") == begun.at("id") && now.at("status") == "done";
    }));
    EXPECT_EQ(now.at("difference_count"), "0") << now.text;
    EXPECT_EQ(now.json().at("weigh_unlike_source").size(), 0U) << now.text;
  }
}

TEST_F(Replicas, WhoKeepsNoCopyHasNothingToCheck) {
  EXPECT_EQ(admin().post(check_path("insight-follows-user")).code(), "sync.keeps_no_copy");
  EXPECT_EQ(admin().post(check_path("nobody-follows-user")).status, 404);
  EXPECT_EQ(admin().get(check_path("user-follows-billing")).code(), "sync.never_checked");
}

}  // namespace
