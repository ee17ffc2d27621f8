#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include <sync/application/chain.hpp>
#include <sync/application/replica_check.hpp>

#include <tests/sync/samples.hpp>

// A check of copies that a test changes by hand, while both sides go on where a test says so.
namespace {

using Versions = std::map<std::string, std::pair<std::int64_t, std::string>>;  // and a field

class Sides final : public sync::ReplicaReader, public sync::StateReader {
 public:
  sync::StatePage read(const sync::StateQuestion& question) override {
    if (source_away) throw sync::StoreUnavailable("the source is away");
    sync::StatePage page;
    page.head.offset = offset;
    page.head.roots = roots_of(source);
    if (question.at == state.offset) page.at = at_follower;
    if (question.aggregate_type.empty()) return page;
    ++pages;
    for (const auto& [key, held] : source) {
      if (!question.keys.empty() ? std::ranges::find(question.keys, key) == question.keys.end()
                                 : key <= question.behind) {
        continue;
      }
      if (page.rows.size() == question.limits.rows_max) return page;
      page.rows.push_back({key, held.first, held.second});
    }
    page.ends = true;
    if (meanwhile) meanwhile();
    return page;
  }
  sync::ReplicaStanding standing() override { return {state, parked}; }
  sync::ReplicaStanding tell_all(const Told& told) override {
    for (const auto& [key, held] : copy) told("thing", key, held.first);
    return standing();
  }
  std::vector<sync::ReplicaRow> behind(const std::string&, const std::string& key,
                                       const std::string& through, std::size_t rows_max) override {
    std::vector<sync::ReplicaRow> rows;
    for (auto at = copy.upper_bound(key); at != copy.end() && rows.size() < rows_max; ++at) {
      if (!through.empty() && at->first > through) break;
      rows.push_back({at->first, at->second.first, {at->second.second}});
    }
    return rows;
  }
  std::vector<sync::ReplicaRow> of(const std::string&,
                                   const std::vector<std::string>& keys) override {
    std::vector<sync::ReplicaRow> rows;
    for (const auto& key : keys) {
      const auto at = copy.find(key);
      if (at != copy.end()) rows.push_back({key, at->second.first, {at->second.second}});
    }
    return rows;
  }

  // The source changes that key; its follower hears of it when it catches up.
  void change(const std::string& key) {
    auto& held = source[key];
    ++held.first;
    held.second = "v" + std::to_string(held.first);
    ++offset;
  }
  void catch_up() {
    for (const auto& [key, held] : source) copy[key] = held;
    settle();
  }
  // The follower says that it holds what the source holds.
  void settle() {
    state.offset = offset;
    state.roots = roots_of(source);
    at_follower = sync::Head{1, offset, {}, roots_of(source)};
  }
  static sync::Roots roots_of(const Versions& rows) {
    sync::Roots roots;
    for (const auto& [key, held] : rows) {
      sync::move_root(roots, samples::digest(), "thing", key, 0, held.first);
    }
    return roots;
  }

  Versions source;
  Versions copy;
  sync::Offset offset = 0;
  sync::FollowerState state;
  std::vector<sync::ParkedKey> parked;
  std::optional<sync::Head> at_follower;
  std::function<void()> meanwhile;
  bool source_away = false;
  int pages = 0;
};

class ReplicaCheckTest : public testing::Test {
 protected:
  ReplicaCheckTest() {
    for (int i = 100; i < 150; ++i) sides_.change("thing_" + std::to_string(i));
    sides_.catch_up();
  }
  sync::CheckReport check(bool deep = true) {
    sync::ReplicaCheck::Limits limits;
    limits.page_rows = 7;
    limits.again_rows = 3;
    sync::Copied things{"thing", [](const std::string& state) {
                          return std::vector<sync::KeptField>{{"value", state}};
                        }};
    sync::ReplicaCheck check{
        {sides_, sides_, {things}, samples::digest(), clock_}, deep, limits};
    for (int i = 0; i < 10'000 && !check.over(); ++i) {
      clock_.pass(check.step());
      if (between_) between_();
    }
    EXPECT_TRUE(check.over());
    return check.report();
  }

  Sides sides_;
  samples::StillClock clock_;
  std::function<void()> between_;  // steps
};

TEST_F(ReplicaCheckTest, ACopyThatIsItsSourceIsEqualWithEachKeyCompared) {
  const auto report = check();
  EXPECT_TRUE(report.equal());
  EXPECT_TRUE(report.source_known);
  EXPECT_EQ(report.rows, 50U);
  EXPECT_EQ(report.compared, 50U);
  EXPECT_EQ(report.offset, sides_.offset);
}

TEST_F(ReplicaCheckTest, RowsThatWereTouchedWeighOtherThanTheFollowerAndTheSourceSay) {
  sides_.copy.erase("thing_120");
  const auto report = check(false);
  EXPECT_EQ(report.weigh_unlike_follower, std::vector<std::string>{"thing"});
  EXPECT_EQ(report.weigh_unlike_source, std::vector<std::string>{"thing"});
  EXPECT_EQ(report.compared, 0U);
}

TEST_F(ReplicaCheckTest, AFollowersOwnRootMayBeWrongWhereItsRowsAreRight) {
  sides_.state.roots = {};
  const auto report = check(false);
  EXPECT_EQ(report.weigh_unlike_follower, std::vector<std::string>{"thing"});
  EXPECT_TRUE(report.weigh_unlike_source.empty());
}

TEST_F(ReplicaCheckTest, NamesTheVeryKeysAndFieldsThatDiffer) {
  sides_.copy["thing_101"].second = "touched";
  sides_.copy.erase("thing_120");
  sides_.copy["thing_9"] = {3, "extra"};
  sides_.copy["thing_140"].first = 7;
  const auto report = check();
  ASSERT_EQ(report.difference_count, 4U);
  const auto& all = report.differences;
  std::map<std::string, sync::Difference> by_key;
  for (const auto& one : all) by_key.emplace(one.key, one);
  ASSERT_EQ(by_key.at("thing_101").fields.size(), 1U);
  EXPECT_EQ(by_key.at("thing_101").fields[0].name, "value");
  EXPECT_EQ(by_key.at("thing_101").fields[0].source, "v1");
  EXPECT_EQ(by_key.at("thing_101").fields[0].replica, "touched");
  EXPECT_EQ(by_key.at("thing_120").replica_version, 0);
  EXPECT_EQ(by_key.at("thing_9").source_version, 0);
  EXPECT_EQ(by_key.at("thing_140").replica_version, 7);
}

TEST_F(ReplicaCheckTest, ManyExtraRowsBetweenTwoKeysAreAllFound) {
  for (int i = 0; i < 40; ++i) sides_.copy["thing_120_" + std::to_string(100 + i)] = {1, "v1"};
  for (int i = 0; i < 40; ++i) sides_.copy["z_" + std::to_string(100 + i)] = {1, "v1"};
  EXPECT_EQ(check().difference_count, 80U);
}

TEST_F(ReplicaCheckTest, WhatIsOnlyOnItsWayIsNoDifference) {
  sides_.change("thing_140");  // not there yet when it is compared
  int steps = 0;
  between_ = [&] {
    // What the source said is passed by one change more each time, until it stands still.
    if (++steps < 10) return;
    if (steps < 20) sides_.change("thing_140");
    if (steps % 2 == 1) sides_.catch_up();
    if (steps % 2 == 0 && steps < 20) sides_.change("thing_140");
  };
  const auto report = check();
  EXPECT_EQ(report.difference_count, 0U);
  EXPECT_EQ(report.unsettled, 0U);
}

TEST_F(ReplicaCheckTest, AKeyThatIsDeletedMeanwhileIsNoDifference) {
  bool once = false;
  sides_.meanwhile = [&] {
    if (std::exchange(once, true)) return;
    sides_.source.erase("thing_130");
    ++sides_.offset;
  };
  int steps = 0;
  between_ = [&] {
    if (++steps < 12) return;
    sides_.copy.erase("thing_130");
    sides_.settle();
  };
  EXPECT_TRUE(check().difference_count == 0U);
}

TEST_F(ReplicaCheckTest, ADifferenceIsFoundWhileItsSourceGoesOn) {
  sides_.copy["thing_125"].second = "touched";
  sides_.meanwhile = [this] { sides_.change("thing_110"); };
  between_ = [this] {
    const auto touched = sides_.copy["thing_125"];
    sides_.catch_up();
    sides_.copy["thing_125"] = touched;
  };
  const auto report = check();
  ASSERT_EQ(report.difference_count, 1U);
  EXPECT_EQ(report.differences[0].key, "thing_125");
}

TEST_F(ReplicaCheckTest, WhatIsParkedIsLeftOut) {
  sides_.copy["thing_125"] = {1, "old"};
  sides_.source["thing_125"] = {2, "new"};
  sides_.settle();
  sync::ParkedKey parked;
  parked.aggregate_type = "thing";
  parked.key = "thing_125";
  parked.applied_version = 1;
  parked.source_version = 2;
  sides_.parked.push_back(parked);
  sides_.state.roots = Sides::roots_of(sides_.copy);
  const auto report = check();
  EXPECT_TRUE(report.equal());
  EXPECT_EQ(report.parked, 1U);
}

TEST_F(ReplicaCheckTest, AFollowerThatDoesNotComeLeavesKeysUnsettledAndNobodyWaitsForEver) {
  sides_.change("thing_110");
  const auto report = check();
  EXPECT_EQ(report.difference_count, 0U);
  EXPECT_EQ(report.unsettled, 1U);
  EXPECT_FALSE(report.equal());
}

TEST_F(ReplicaCheckTest, ASourceThatIsAwayForAMomentIsAskedAgain) {
  sides_.source_away = true;
  sync::Copied things{"thing", [](const std::string& state) {
                        return std::vector<sync::KeptField>{{"value", state}};
                      }};
  sync::ReplicaCheck check{{sides_, sides_, {things}, samples::digest(), clock_}, true};
  EXPECT_THROW(check.step(), sync::StoreUnavailable);
  sides_.source_away = false;
  for (int i = 0; i < 1'000 && !check.over(); ++i) check.step();
  EXPECT_TRUE(check.report().equal());
  EXPECT_EQ(check.report().rows, 50U);
}

}  // namespace
