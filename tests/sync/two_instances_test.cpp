#include <tests/sync/follower_fixture.hpp>

// Two instances of one module stand on one store, and both believe that they follow: a lease that
// would keep them apart saves work, the revision of the follower's row keeps them right.

namespace {

using samples::event;

class TwoInstances : public thing::FollowerTest {
 protected:
  // The one that the fixture has, and another.
  struct Other {
    explicit Other(TwoInstances& test)
        : unit({test.module_.name,
                test.module_.store,
                test.module_.log,
                {&test.module_.things},
                samples::digest(),
                test.module_.ids,
                test.module_.bus,
                witness}),
          reaction(unit),
          follower({"copy-follows-source",
                    "source/0",
                    unit,
                    test.module_.positions,
                    test.module_.parked,
                    {{test.handler_, &reaction}},
                    test.module_.clock,
                    samples::digest(),
                    witness},
                   {"source/0", test.asked_, mailbox, test.module_.clock, samples::digest(), {}},
                   test.limits_) {}

    thing::Witness witness;
    thing::Mailbox mailbox;
    sync::UnitOfWork unit;
    thing::CountSeen reaction;
    sync::Follower follower;
  };

  void run_other() {
    module_.clock.pass(std::chrono::seconds{1});
    for (int i = 0; i < 1000; ++i) {
      if (other_.follower.step() > std::chrono::milliseconds{0}) return;
    }
    FAIL() << "the follower never rests";
  }

  Other other_{*this};
};

TEST_F(TwoInstances, TakeTurnsAndApplyEachEventOnce) {
  for (int version = 1; version <= 10; ++version) {
    say("a", version);
    run();
    say("b", version);
    run_other();
  }
  run();
  EXPECT_EQ(rows(), (Rows{{"a", 10}, {"b", 10}}));
  EXPECT_EQ(state().offset, 20U);
  EXPECT_EQ(state().roots, said_.head().roots);
  EXPECT_EQ(module_.log.head().offset, 20U) << "one reaction each";
  EXPECT_TRUE(module_.witness.alarms.empty());
  EXPECT_TRUE(other_.witness.alarms.empty());
}

// All that the sleeper knows is old: what it parked was released, retried, discarded elsewhere.
TEST_F(TwoInstances, TheOneThatSleptDoesNotWriteWhatItKnewOfAParkedKey) {
  poison_.refused = {"bad"};
  say({event("bad", 1), event("bad", 2)});
  run();
  ASSERT_EQ(parked().size(), 1U);
  poison_.refused.clear();
  module_.clock.pass(std::chrono::seconds{5});
  run_other();
  ASSERT_TRUE(parked().empty()) << "the other one released it";
  follower_->step();  // believes that it is due
  EXPECT_TRUE(parked().empty());
  run();
  say("bad", 3);
  run();
  EXPECT_EQ(rows(), (Rows{{"bad", 3}}));
  EXPECT_EQ(module_.log.head().offset, 3U) << "one reaction each";
}

TEST_F(TwoInstances, ADiscardAtOneIsNotUndoneByTheOther) {
  poison_.refused = {"bad"};
  say("bad", 1);
  run();
  other_.unit.begin();
  ASSERT_TRUE(other_.follower.discard("thing", "bad", "nobody needs it"));
  other_.unit.commit();
  say("bad", 2);  // the first one knows the key as one that waits, and would queue this behind it
  run();
  EXPECT_TRUE(parked()[0].discarded);
  EXPECT_EQ(parked()[0].events, 0U) << "it noticed, and wrote nothing";
  run();
  ASSERT_EQ(parked().size(), 1U);
  EXPECT_EQ(parked()[0].first_offset, 2U) << "it failed by itself, and is parked anew";
  EXPECT_EQ(parked()[0].events, 1U);
  EXPECT_FALSE(parked()[0].discarded);
}

TEST_F(TwoInstances, ARetryAtOneIsTakenUpByTheOneThatFollows) {
  limits_.attempts_max = 1;
  start();
  poison_.refused = {"bad"};
  say("bad", 1);
  run();
  poison_.refused.clear();
  other_.unit.begin();
  ASSERT_TRUE(other_.follower.retry("thing", "bad"));
  other_.unit.commit();
  run();
  EXPECT_EQ(parked().size(), 1U) << "it has not heard of it";
  follower_->look_again();
  run();
  EXPECT_TRUE(parked().empty());
  EXPECT_EQ(rows(), (Rows{{"bad", 1}}));
}

TEST_F(TwoInstances, TheOneThatTakesOverFromADeadOneSuspectsItsLastEvents) {
  say("a", 1);
  run();
  poison_.deadly = {"b"};
  say("b", 1);
  EXPECT_TRUE(run_until_end());
  for (int deaths = 0; deaths < 3; ++deaths) EXPECT_THROW(run_other(), thing::ProcessEnded);
  run_other();
  ASSERT_EQ(parked().size(), 1U);
  EXPECT_EQ(parked()[0].reason, "the process ended 3 times while this event was applied");
}

TEST_F(TwoInstances, TheOneThatTakesOverFromOneThatResignedInOrderSuspectsNothing) {
  say("a", 1);
  run();
  follower_->close();
  follower_->resign();
  const auto before = module_.store.commits_made();
  say({event("b", 1), event("c", 1), event("d", 1)});
  run_other();
  EXPECT_EQ(rows(), (Rows{{"a", 1}, {"b", 1}, {"c", 1}, {"d", 1}}));
  EXPECT_EQ(module_.store.commits_made(), before + 2) << "to begin, and to apply";
}

// A lease may be lost for a moment and nobody take it: nothing was left half done.
TEST_F(TwoInstances, TheOneThatResignedAndFollowsAgainFindsItsOwnMarkAndSuspectsNothing) {
  say("a", 1);
  run();
  follower_->resign();
  const auto before = module_.store.commits_made();
  say({event("b", 1), event("c", 1), event("d", 1)});
  run();
  EXPECT_EQ(state().offset, 4U);
  EXPECT_EQ(module_.store.commits_made(), before + 2) << "to begin, and to apply";
}

}  // namespace
