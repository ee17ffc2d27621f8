#include <tests/sync/follower_fixture.hpp>

#include <sync/application/sync_errors.hpp>

using samples::event;
using thing::FollowerTest;

TEST_F(FollowerTest, ParksTheKeyThatFailsAndLetsOthersFlow) {
  poison_.refused = {"bad"};
  say({event("bad", 1), event("a", 1), event("bad", 2)});
  say("a", 2);
  run();
  EXPECT_EQ(rows(), (Rows{{"a", 2}}));
  EXPECT_EQ(state().offset, 4U);
  ASSERT_EQ(parked().size(), 1U);
  const auto key = parked()[0];
  EXPECT_EQ(key.key, "bad");
  EXPECT_EQ(key.first_offset, 1U);
  EXPECT_EQ(key.events, 2U);
  EXPECT_EQ(key.source_version, 2);
  EXPECT_EQ(key.reason, "copy.refused: Poisoned.");
  EXPECT_TRUE(module_.witness.alarms.empty()) << "the difference is exactly what is parked";
}

TEST_F(FollowerTest, ParksWhatThrowsAndWhatTheStoreRefuses) {
  poison_.thrown = {"thrown"};
  module_.things.unstorable = {"unstorable"};
  say({event("thrown", 1), event("a", 1), event("unstorable", 1), event("b", 1)});
  run();
  EXPECT_EQ(rows(), (Rows{{"a", 1}, {"b", 1}}));
  ASSERT_EQ(parked().size(), 2U);
  EXPECT_EQ(module_.witness.parked_keys, (std::vector<std::string>{"thrown", "unstorable"}));
  EXPECT_EQ(state().offset, 4U);
  EXPECT_TRUE(module_.witness.alarms.empty());
}

TEST_F(FollowerTest, ReleasesAParkedKeyInOrderAndReactsToItThen) {
  poison_.refused = {"bad"};
  say({event("bad", 1), event("bad", 2)});
  run();
  poison_.refused.clear();
  module_.clock.pass(std::chrono::seconds{5});
  run();
  EXPECT_EQ(rows(), (Rows{{"bad", 2}}));
  EXPECT_TRUE(parked().empty());
  EXPECT_TRUE(module_.store.durable().queued.empty());
  EXPECT_EQ(state().roots, said_.head().roots);
  EXPECT_EQ(module_.log.head().offset, 2U) << "one reaction each";
  EXPECT_EQ(reaction_->last_at, module_.clock.now()) << "when it is applied, however late";
  say("bad", 3);
  run();
  EXPECT_EQ(rows(), (Rows{{"bad", 3}}));
  EXPECT_TRUE(module_.witness.alarms.empty());
}

TEST_F(FollowerTest, TriesAgainMoreAndMoreRarelyAndThenWaitsForAPerson) {
  limits_.attempts_max = 4;
  start();
  poison_.refused = {"bad"};
  say("bad", 1);
  run();
  EXPECT_EQ(parked()[0].attempts, 1);
  for (int hours = 0; hours < 10; ++hours) {
    module_.clock.pass(std::chrono::hours{1});
    run();
  }
  EXPECT_EQ(parked()[0].attempts, 4);
  poison_.refused.clear();
  module_.clock.pass(std::chrono::hours{100});
  run();
  EXPECT_EQ(parked().size(), 1U);
  ASSERT_TRUE(in_lane([&] { return follower_->retry("thing", "bad"); }));
  run();
  EXPECT_TRUE(parked().empty());
}

TEST_F(FollowerTest, KeepsAKeyParkedUntilAllThatWaitsIsApplied) {
  limits_.released_per_step_max = 2;
  start();
  poison_.refused = {"bad"};
  for (int i = 1; i <= 5; ++i) say("bad", i);
  run();
  poison_.refused.clear();
  module_.clock.pass(std::chrono::seconds{5});
  ASSERT_EQ(follower_->step(), std::chrono::milliseconds{0});
  EXPECT_EQ(rows(), (Rows{{"bad", 2}}));
  ASSERT_EQ(parked().size(), 1U);
  EXPECT_EQ(parked()[0].applied_version, 2);
  say("bad", 6);
  run();
  EXPECT_EQ(rows(), (Rows{{"bad", 6}}));
  EXPECT_TRUE(parked().empty());
  EXPECT_TRUE(module_.witness.alarms.empty());
}

TEST_F(FollowerTest, AcceptsADiscardedDifferenceUntilALaterEventHealsIt) {
  poison_.refused = {"bad"};
  say("bad", 1);
  run();
  EXPECT_EQ(in_lane([&] { return follower_->discard("thing", "bad", ""); }).error(),
            sync::errors::reason_missing());
  ASSERT_TRUE(in_lane([&] { return follower_->discard("thing", "bad", "a test's"); }));
  poison_.refused.clear();
  say("a", 1);
  run();
  ASSERT_EQ(parked().size(), 1U);
  EXPECT_TRUE(parked()[0].discarded);
  EXPECT_EQ(parked()[0].reason, "a test's");
  EXPECT_TRUE(module_.store.durable().queued.empty());
  EXPECT_EQ(in_lane([&] { return follower_->retry("thing", "bad"); }).error(),
            sync::errors::nothing_waits());
  say("bad", 2);
  run();
  EXPECT_EQ(rows(), (Rows{{"a", 1}, {"bad", 2}}));
  EXPECT_TRUE(parked().empty());
  EXPECT_EQ(state().roots, said_.head().roots);
  EXPECT_TRUE(module_.witness.alarms.empty());
}

TEST_F(FollowerTest, LetsTheEndOfAnAggregateOvertakeItsParkedEvents) {
  say("bad", 1);
  run();
  poison_.refused = {"bad"};
  say("bad", 2);
  run();
  poison_.refused.clear();
  say({event("bad", 3, true)});
  run();
  EXPECT_TRUE(rows().empty());
  EXPECT_TRUE(parked().empty());
  EXPECT_TRUE(module_.store.durable().queued.empty());
  EXPECT_EQ(state().roots, said_.head().roots);
  EXPECT_TRUE(module_.witness.alarms.empty());
}

TEST_F(FollowerTest, RefusesToRetryOrDiscardWhatIsNotParked) {
  say("a", 1);
  run();
  EXPECT_EQ(in_lane([&] { return follower_->retry("thing", "a"); }).error(),
            sync::errors::parked_not_found());
  EXPECT_EQ(in_lane([&] { return follower_->discard("thing", "a", "why not"); }).error(),
            sync::errors::parked_not_found());
}

TEST_F(FollowerTest, StopsLoudlyWhereTooMuchIsParked) {
  limits_.parked_keys_max = 2;
  start();
  poison_.refused = {"x", "y", "z"};
  say({event("x", 1), event("y", 1)});
  run();
  EXPECT_EQ(state().stopped, "");
  say({event("z", 1), event("a", 1)});
  run();
  EXPECT_NE(state().stopped.find("3 keys"), std::string::npos) << state().stopped;
  EXPECT_EQ(state().offset, 2U);
  EXPECT_EQ(parked().size(), 2U);
}

TEST_F(FollowerTest, ParksTheEventThatEndsTheProcessAgainAndAgain) {
  say("a", 1);
  run();
  poison_.deadly = {"bad"};
  say({event("b", 1), event("bad", 1), event("c", 1)});
  int ends = 0;
  while (run_until_end()) ASSERT_LT(++ends, 10);
  EXPECT_EQ(ends, 1 + limits_.crash_attempts_max);
  EXPECT_EQ(rows(), (Rows{{"a", 1}, {"b", 1}, {"c", 1}}));
  ASSERT_EQ(parked().size(), 1U);
  EXPECT_EQ(parked()[0].key, "bad");
  EXPECT_NE(parked()[0].reason.find("process ended"), std::string::npos);
  EXPECT_TRUE(module_.witness.alarms.empty());
}

TEST_F(FollowerTest, NotesATryBesideWhatWasDiscardedAndNotOverIt) {
  poison_.refused = {"bad"};
  say("bad", 1);
  run();
  ASSERT_TRUE(in_lane([&] { return follower_->discard("thing", "bad", "accepted"); }));
  poison_.refused.clear();
  poison_.deadly = {"bad"};
  say("bad", 2);
  ASSERT_TRUE(run_until_end());
  ASSERT_TRUE(run_until_end()) << "this time the try was noted before";
  ASSERT_EQ(parked().size(), 2U);
  EXPECT_EQ(parked()[0].follower, "copy-follows-source");
  EXPECT_TRUE(parked()[0].discarded);
  EXPECT_EQ(parked()[1].attempts, 1);
}

TEST_F(FollowerTest, CountsNoOutageOfTheStoreAsAnEndOfTheProcess) {
  say("b", 1);
  run();
  start();  // it ended badly, so that each try is noted before
  say("a", 1);
  int outages = 0;
  auto& store = module_.store;
  auto commits = store.commits_made();
  store.on_begin = [&] {
    const bool noted = !parked().empty() && store.commits_made() != commits;
    if (!noted || outages == 5) return;
    commits = store.commits_made();
    ++outages;
    throw sync::StoreUnavailable("away");
  };
  for (int i = 0; i < 20; ++i) run();
  EXPECT_EQ(outages, 5);
  EXPECT_TRUE(module_.witness.parked_keys.empty());
  EXPECT_EQ(rows(), (Rows{{"a", 1}, {"b", 1}}));
}

TEST_F(FollowerTest, CountsTheRetriesThatEndTheProcess) {
  limits_.attempts_max = 5;
  start();
  poison_.refused = {"bad"};
  say("bad", 1);
  run();
  poison_.deadly = {"bad"};
  int ends = 0;
  for (int hours = 0; hours < 20; ++hours) {
    module_.clock.pass(std::chrono::hours{1});
    ends += run_until_end() ? 1 : 0;
  }
  EXPECT_EQ(ends, 4);
  EXPECT_EQ(parked()[0].attempts, 5);
}

TEST_F(FollowerTest, SuspectsNothingAfterAnOrderlyEnd) {
  say("a", 1);
  run();
  follower_->close();
  start();
  say("b", 1);
  const auto before = module_.store.commits_made();
  run();
  EXPECT_EQ(module_.store.commits_made(), before + 2) << "the start's own and one batch";
  start();
  say("c", 1);
  run();
  EXPECT_EQ(module_.store.commits_made(), before + 6) << "the event was rehearsed this time";
}

TEST_F(FollowerTest, ParksAnUnknownVersionUntilABinaryUnderstandsIt) {
  auto newer = event("a", 1);
  newer.schema_version = 2;
  say({newer, event("b", 1)});
  run();
  EXPECT_EQ(rows(), (Rows{{"b", 1}}));
  EXPECT_NE(parked().at(0).reason.find("unknown version 2 of thing.changed"), std::string::npos);
  handler_.schema_version = 2;
  start();
  run();
  EXPECT_EQ(rows(), (Rows{{"a", 1}, {"b", 1}}));
  EXPECT_TRUE(parked().empty());
}

TEST_F(FollowerTest, TriesWhatANewBinaryUnderstandsAlsoWhereTheStoreFailsMeanwhile) {
  limits_.attempts_max = 1;  // else only a person would
  auto newer = event("a", 1);
  newer.schema_version = 2;
  say({newer});
  start();
  run();
  handler_.schema_version = 2;
  start();
  module_.store.commit_faults = {{[] {}, true},
                                 {[] { throw sync::StoreUnavailable("away"); }, false}};
  run();
  run();
  EXPECT_EQ(rows(), (Rows{{"a", 1}}));
}

TEST_F(FollowerTest, LetsOtherKeysFlowBetweenTheSlicesOfALongRelease) {
  limits_.released_per_step_max = 1;
  start();
  poison_.refused = {"bad"};
  for (int i = 1; i <= 5; ++i) say("bad", i);
  run();
  poison_.refused.clear();
  module_.clock.pass(std::chrono::seconds{5});
  say("a", 1);
  for (int i = 0; i < 3; ++i) EXPECT_EQ(follower_->step(), std::chrono::milliseconds{0});
  EXPECT_EQ(rows().count("a"), 1U);
  EXPECT_FALSE(parked().empty());
  run();
  EXPECT_EQ(rows(), (Rows{{"a", 1}, {"bad", 5}}));
}

TEST_F(FollowerTest, SaysThatNothingIsTriedWhileTheFollowerHasStopped) {
  poison_.refused = {"bad"};
  say("bad", 1);
  run();
  source_.store.planted().commits.clear();
  run();
  ASSERT_NE(state().stopped, "");
  EXPECT_EQ(in_lane([&] { return follower_->retry("thing", "bad"); }).error(),
            sync::errors::follower_stopped());
}

TEST_F(FollowerTest, ReleasesWhatComesBeforeAnEventThatTheStoreRefuses) {
  poison_.refused = {"bad"};
  say("bad", 1);
  say("bad", 2);
  run();
  poison_.refused.clear();
  module_.things.unstorable_versions = {{"bad", 2}};
  for (int hours = 0; hours < 3; ++hours) {
    module_.clock.pass(std::chrono::hours{1});
    run();
  }
  EXPECT_EQ(rows(), (Rows{{"bad", 1}}));
  ASSERT_EQ(parked().size(), 1U);
  EXPECT_EQ(parked()[0].first_offset, 2U);
  module_.things.unstorable_versions.clear();
  module_.clock.pass(std::chrono::hours{1});
  run();
  EXPECT_EQ(rows(), (Rows{{"bad", 2}}));
  EXPECT_TRUE(parked().empty());
}

TEST_F(FollowerTest, CountsDiscardedKeysAmongWhatIsTooMuch) {
  limits_.parked_keys_max = 1;
  start();
  poison_.refused = {"x", "y"};
  say("x", 1);
  run();
  ASSERT_TRUE(in_lane([&] { return follower_->discard("thing", "x", "a test's"); }));
  say("y", 1);
  run();
  EXPECT_NE(state().stopped.find("2 keys"), std::string::npos) << state().stopped;
}
