#include <sync/application/chain.hpp>
#include <sync/application/restate.hpp>
#include <sync/domain/restated.hpp>

#include <tests/sync/follower_fixture.hpp>

using samples::event;

// A source says again what its things are, and a follower's copies, which somebody touched, are
// mended by it.
namespace thing {
namespace {

sync::Event restated(const std::string& key, std::int64_t version) {
  auto said = event(key, version, version == 0);
  said.type = sync::restated_type("thing");
  return said;
}

class RestatedTest : public FollowerTest {
 protected:
  RestatedTest() {
    say({event("a", 1), event("b", 1), event("c", 1)});
    say("b", 2);
    run();
  }
  // Somebody changes a row by hand: 0 deletes it.
  void touch(const std::string& key, std::int64_t version) {
    unit_->begin();
    unit_->step({});
    version == 0 ? module_.things.remove(key) : module_.things.put(key, version);
    ASSERT_TRUE(unit_->keep().has_value());
    unit_->commit();
  }
  sync::Roots weighed() {
    sync::Roots roots;
    for (const auto& [key, version] : rows()) {
      sync::move_root(roots, samples::digest(), "thing", key, 0, version);
    }
    return roots;
  }
  shared::Done reweigh(sync::Offset offset, const sync::Roots& due) {
    const auto noted = state().roots;
    sync::Reweighed found{offset, due, {}};
    found.more["thing"] = weighed()["thing"] - noted.at("thing");
    return reweigh(found);
  }
  shared::Done reweigh(const sync::Reweighed& found) {
    auto done = in_lane([&] { return follower_->reweigh(found); });
    run();
    return done;
  }
  std::size_t seen() {
    std::size_t events = 0;
    for (const auto& commit : module_.store.durable().commits) events += commit.events.size();
    return events;
  }
  std::uint64_t differs_at() const { return module_.witness.last.differs_at; }
};

TEST_F(RestatedTest, ChangesNeitherTheRootsOfItsSourceNorItsVersions) {
  const auto before = said_.head().roots;
  say({restated("b", 2), restated("nobody", 0)});
  EXPECT_EQ(said_.head().roots, before);
  run();
  EXPECT_EQ(state().roots, before);
  EXPECT_EQ(differs_at(), 0U);
  EXPECT_EQ(rows(), (Rows{{"a", 1}, {"b", 2}, {"c", 1}}));
}

TEST_F(RestatedTest, OverwritesWhatWasTouchedAndRunsNoReaction) {
  touch("a", 7);
  touch("b", 0);
  touch("x", 3);
  const auto reactions = seen();
  say({restated("a", 1), restated("b", 2), restated("x", 0)});
  run();
  EXPECT_EQ(rows(), (Rows{{"a", 1}, {"b", 2}, {"c", 1}}));
  EXPECT_EQ(seen(), reactions);
  EXPECT_TRUE(parked().empty());
}

TEST_F(RestatedTest, WhatTheFollowerNotedIsPutRightOnceItsRowsAreWhatTheSourceSays) {
  touch("a", 7);
  touch("b", 0);
  touch("x", 3);
  say("c", 2);
  run();
  EXPECT_EQ(reweigh(state().offset, said_.head().roots).error().code, "sync.still_differs");
  say({restated("a", 1), restated("b", 2), restated("x", 0)});
  run();
  EXPECT_NE(differs_at(), 0U) << "the rows are right, and what is noted of them is not";
  ASSERT_TRUE(reweigh(state().offset, said_.head().roots).has_value());
  EXPECT_EQ(state().roots, said_.head().roots);
  EXPECT_EQ(differs_at(), 0U);
  say("a", 2);
  run();
  EXPECT_EQ(state().roots, said_.head().roots);
  EXPECT_EQ(differs_at(), 0U);
}

TEST_F(RestatedTest, WhatWasWeighedBeforeTheFollowerMovedOnIsStillRight) {
  touch("b", 0);
  say({restated("b", 2)});
  run();
  sync::Reweighed found{state().offset, said_.head().roots, {}};
  found.more["thing"] = weighed()["thing"] - state().roots.at("thing");
  say("c", 2);
  run();
  ASSERT_TRUE(reweigh(found).has_value());
  EXPECT_EQ(state().roots, said_.head().roots);
  EXPECT_EQ(reweigh(found).error().code, "sync.still_differs") << "twice does no harm";
  EXPECT_EQ(state().roots, said_.head().roots);
  EXPECT_EQ(differs_at(), 0U);
}

TEST_F(RestatedTest, AProcessThatBeganSinceIsToldHowTheSourceStands) {
  touch("b", 0);
  say({restated("b", 2)});
  run();
  const sync::Reweighed old{1, {}, {}};
  start();
  run();
  EXPECT_EQ(reweigh(old).error().code, "sync.moved_meanwhile");
  ASSERT_TRUE(reweigh(state().offset, said_.head().roots).has_value());
  EXPECT_EQ(state().roots, said_.head().roots);
}

TEST_F(RestatedTest, HealsAKeyThatWasGivenUp) {
  poison_.refused = {"a"};
  say("a", 2);
  run();
  ASSERT_TRUE(in_lane([&] { return follower_->discard("thing", "a", "a test's"); }).has_value());
  run();
  poison_.refused.clear();
  say({restated("a", 2)});
  run();
  EXPECT_TRUE(parked().empty());
  EXPECT_EQ(rows().at("a"), 2);
  EXPECT_EQ(state().roots, said_.head().roots);
}

// The events that wait may still lead to something.
TEST_F(RestatedTest, WaitsBehindWhatWaitsWhereReactionsWouldBeLost) {
  poison_.refused = {"a"};
  say("a", 2);
  run();
  say({restated("a", 2)});
  run();
  ASSERT_EQ(parked().size(), 1U);
  EXPECT_EQ(parked()[0].events, 2U);
  const auto reactions = seen();
  poison_.refused.clear();
  module_.clock.pass(std::chrono::hours{1});
  run();
  EXPECT_TRUE(parked().empty());
  EXPECT_EQ(seen(), reactions + 1);
  EXPECT_EQ(state().roots, said_.head().roots);
}

class RestatedCopyTest : public RestatedTest {
 protected:
  RestatedCopyTest() { start(); }
  std::vector<sync::Followed> followed() override { return {{handler_}}; }
};

TEST_F(RestatedCopyTest, OvertakesWhatWaitsWhereNothingElseIsLost) {
  run();
  poison_.refused = {"a"};
  say("a", 2);
  say("a", 3);
  run();
  ASSERT_EQ(parked().size(), 1U);
  poison_.refused.clear();
  say({restated("a", 3)});
  run();
  EXPECT_TRUE(parked().empty());
  EXPECT_EQ(rows().at("a"), 3);
  EXPECT_EQ(state().roots, said_.head().roots);
}

class Counted final : public sync::Projection {
 public:
  std::string_view aggregate_type() const override { return sync::every_aggregate_type; }
  int schema_version_max() const override { return 1; }
  void want(const sync::Event&) override { ++heard; }
  shared::Done apply(const sync::Event&) override {
    ++heard;
    return {};
  }
  int heard = 0;
};

class RestatedFoldTest : public FollowerTest {
 protected:
  RestatedFoldTest() { start(); }
  std::vector<sync::Followed> followed() override { return {{counted_}}; }
  Counted counted_;
};

TEST_F(RestatedFoldTest, WhatCountsOrPassesOnDoesNotHearOfIt) {
  say("a", 1);
  run();
  const auto before = counted_.heard;
  say({restated("a", 1)});
  run();
  EXPECT_EQ(counted_.heard, before);
  EXPECT_EQ(state().offset, 2U);
}

class Live final : public sync::LiveStates {
 public:
  std::string_view aggregate_type() const override { return "thing"; }
  int schema_version() const override { return 3; }
  bool want(const std::string& key) override { return key != "no key"; }
  std::optional<sync::AggregateState> find(const std::string& key) override {
    if (key == "gone") return std::nullopt;
    return sync::AggregateState{key, 5, R"({"id":")" + key + R"("})"};
  }
};

class Drafts final : public sync::Outbox {
 public:
  void append(sync::Draft draft) override { all.push_back(std::move(draft)); }
  std::vector<sync::Draft> all;
};

TEST(Restate, SaysTheWholeStateAtItsVersionOrThatThereIsNone) {
  Live live;
  Drafts said;
  const auto done = sync::restate(live, {"a", "gone", "no key"}, said);
  EXPECT_EQ(done.states, 1U);
  EXPECT_EQ(done.absences, 1U);
  EXPECT_EQ(done.no_keys, std::vector<std::string>{"no key"});
  ASSERT_EQ(said.all.size(), 2U);
  EXPECT_EQ(said.all[0].type, "thing.restated");
  EXPECT_EQ(said.all[0].version, 5);
  EXPECT_EQ(said.all[0].schema_version, 3);
  EXPECT_FALSE(said.all[0].removes);
  EXPECT_EQ(said.all[0].payload, R"({"after":{"id":"a"},"before":null})");
  EXPECT_EQ(said.all[1].version, 0);
  EXPECT_TRUE(said.all[1].removes);
  EXPECT_EQ(said.all[1].payload, R"({"after":null,"before":null})");
}

}  // namespace
}  // namespace thing
