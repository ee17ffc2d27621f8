#include <tests/sync/follower_fixture.hpp>

using samples::event;
using thing::FollowerTest;

TEST_F(FollowerTest, CommitsItsPositionWithWhatItApplies) {
  say({event("a", 1), event("b", 1)});
  say("a", 2);
  run();
  EXPECT_EQ(rows(), (Rows{{"a", 2}, {"b", 1}}));
  EXPECT_EQ(state().offset, 3U);
  EXPECT_EQ(state().chain, said_.head().chain);
  EXPECT_EQ(state().roots, said_.head().roots);
  EXPECT_EQ(module_.witness.applied_offsets, (std::vector<sync::Offset>{1, 2, 3}));
  EXPECT_TRUE(module_.witness.alarms.empty());
}

TEST_F(FollowerTest, LeavesNeitherEffectNorPositionWhereTheCommitFails) {
  say("a", 1);
  run();
  say("a", 2);
  module_.store.commit_faults = {{[] { throw sync::StoreUnavailable("away"); }, false}};
  module_.clock.pass(std::chrono::seconds{1});
  EXPECT_GT(follower_->step(), std::chrono::milliseconds{0});
  EXPECT_EQ(rows(), (Rows{{"a", 1}}));
  EXPECT_EQ(state().offset, 1U);
  EXPECT_EQ(module_.witness.last.waiting, "away");
  run();
  EXPECT_EQ(rows(), (Rows{{"a", 2}}));
  EXPECT_EQ(module_.witness.last.waiting, "");
}

TEST_F(FollowerTest, AppliesNothingTwiceWhereTheReplyToItsCommitWasLost) {
  say("a", 1);
  run();
  say("a", 2);
  module_.store.commit_faults = {{[] { throw sync::CommitUnknown("cut"); }, true}};
  run();
  run();
  EXPECT_EQ(rows(), (Rows{{"a", 2}}));
  EXPECT_EQ(module_.log.head().offset, 2U) << "one reaction for each event";
  EXPECT_EQ(state().offset, 2U);
}

TEST_F(FollowerTest, WaitsAndNeverParksWhereTheSourceIsAway) {
  say("a", 1);
  run();
  say("a", 2);
  asked_.away = true;
  run();
  EXPECT_EQ(module_.witness.last.waiting, "the source is away");
  EXPECT_EQ(state().stopped, "");
  EXPECT_TRUE(parked().empty());
  asked_.away = false;
  run();
  EXPECT_EQ(rows(), (Rows{{"a", 2}}));
  EXPECT_EQ(module_.witness.last.waiting, "");
}

TEST_F(FollowerTest, ReactsOnceToEachEventAndPassesOnItsCauses) {
  say("a", 1);
  run();
  const auto events = module_.log.events(0, 10);
  ASSERT_EQ(events.size(), 1U);
  const auto& heard = said_.commits()[0].events[0];
  EXPECT_EQ(events[0].type, "seen.counted");
  EXPECT_EQ(events[0].causation_id, shared::to_text(heard.id));
  EXPECT_EQ(events[0].causation_depth, 1);
  EXPECT_EQ(events[0].correlation_id, heard.correlation_id);
  EXPECT_EQ(events[0].traceparent, heard.traceparent);
}

TEST_F(FollowerTest, ParksWhatIsCausedThroughTooManyEvents) {
  auto deep = event("a", 1);
  deep.causation_depth = sync::causation_depth_max + 1;
  say({deep, event("b", 1)});
  run();
  ASSERT_EQ(parked().size(), 1U);
  EXPECT_NE(parked()[0].reason.find("circle"), std::string::npos);
  EXPECT_EQ(rows(), (Rows{{"b", 1}}));
}

TEST_F(FollowerTest, PassesOverAggregatesThatItDoesNotFollow) {
  auto other = event("x", 1);
  other.aggregate_type = "other";
  say({other, event("a", 1)});
  run();
  EXPECT_EQ(rows(), (Rows{{"a", 1}}));
  EXPECT_EQ(state().offset, 2U);
  EXPECT_TRUE(module_.witness.alarms.empty());
}

TEST_F(FollowerTest, SoundsTheAlarmWhereItsCopyDiffers) {
  say("a", 1);
  run();
  module_.store.planted().positions.at("copy-follows-source").roots["thing"].low ^= 1;
  start();
  say("b", 1);
  run();
  ASSERT_EQ(module_.witness.alarms.size(), 1U);
  EXPECT_NE(module_.witness.alarms[0].find("at offset 2"), std::string::npos);
  EXPECT_EQ(module_.witness.last.differs_at, 2U);
  say("c", 1);
  run();
  EXPECT_EQ(module_.witness.alarms.size(), 1U) << "said once";
}

TEST_F(FollowerTest, StopsWithAReportWhereItsSourceWentBack) {
  for (int i = 1; i <= 5; ++i) say("a", i);
  run();
  source_.store.planted().commits.resize(3);
  run();
  EXPECT_NE(state().stopped.find("2 events are missing at the source"), std::string::npos)
      << state().stopped;
  EXPECT_EQ(module_.witness.alarms.size(), 1U);
  EXPECT_EQ(rows(), (Rows{{"a", 5}}));
}

TEST_F(FollowerTest, StopsWhereItsSourceWentBackAndUsedTheOffsetsAgain) {
  for (int i = 1; i <= 5; ++i) say("a", i);
  run();
  samples::Log other;
  for (int i = 1; i <= 7; ++i) other.add({event("b", i)});
  source_.store.planted().commits = other.commits();
  run();
  EXPECT_NE(state().stopped.find("another history"), std::string::npos) << state().stopped;
  EXPECT_EQ(rows(), (Rows{{"a", 5}}));
}

TEST_F(FollowerTest, LooksAfreshAtTheNextStartWhetherItsSourceWasPutRight) {
  for (int i = 1; i <= 5; ++i) say("a", i);
  run();
  const auto whole = source_.store.durable().commits;
  source_.store.planted().commits.resize(3);
  run();
  source_.store.planted().commits = whole;
  say("a", 6);
  run();
  EXPECT_EQ(state().offset, 5U);
  start();
  run();
  EXPECT_EQ(state().offset, 6U);
  EXPECT_EQ(state().stopped, "");
}

TEST(NewEpoch, BeginsBehindTheHeadWhereAWitnessHasSeenMore) {
  thing::Module source{"source/0"};
  samples::Log said;
  for (int i = 1; i <= 5; ++i) said.add({event("a", i)});
  source.store.planted().commits = said.commits();
  const sync::Seen agrees{1, 4, said.commits()[3].chain};
  const sync::Seen unlike{1, 4, said.commits()[2].chain};
  const sync::Seen ahead{3, 9, said.commits()[4].chain};
  EXPECT_FALSE(sync::next_epoch(source.log, std::vector{agrees, sync::Seen{}}));
  EXPECT_EQ(sync::next_epoch(source.log, std::vector{agrees, unlike}),
            (sync::EpochStart{2, 6, said.head().chain}));
  EXPECT_EQ(sync::next_epoch(source.log, std::vector{ahead, agrees}),
            (sync::EpochStart{4, 6, said.head().chain}));
}

TEST(NewEpoch, BeginsOnceForOneLoss) {
  thing::Module source{"source/0"};
  samples::Log said;
  for (int i = 1; i <= 5; ++i) said.add({event("a", i)});
  source.store.planted().commits = said.commits();
  const std::vector stopped_there{sync::Seen{1, 9, said.commits()[0].chain}};
  const auto begun = sync::next_epoch(source.log, stopped_there);
  ASSERT_TRUE(begun);
  source.store.planted().epochs.push_back(*begun);
  EXPECT_FALSE(sync::next_epoch(source.log, stopped_there));
  EXPECT_TRUE(sync::next_epoch(source.log, std::vector{sync::Seen{2, 9, {}}})) << "another loss";
}
