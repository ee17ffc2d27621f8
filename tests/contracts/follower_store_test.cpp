#include <adapters/sql/sync/sql_follower_positions.hpp>
#include <adapters/sql/sync/sql_parked_keys.hpp>
#include <adapters/sql/sync/sql_store.hpp>
#include <tests/contracts/database.hpp>
#include <tests/contracts/samples.hpp>

namespace contracts {
namespace {

class FollowerPositionLaws : public OnEachStore {
 protected:
  static sync::FollowerState at(sync::Offset offset) {
    sync::FollowerState state;
    state.offset = offset;
    return state;
  }

  Database database{GetParam(), "billing"};
  sql::SqlStore store{database.writer(), "billing/0"};
  sql::SqlFollowerPositions positions{database.writer()};
  const sync::FollowerState moved{.epoch = 2,
                                  .offset = 9'007'199'254'740'993,
                                  .chain = some_chain(7),
                                  .roots = {{"user", {3, 4}}},
                                  .stopped = awkward_text(),
                                  .clean = false};
};
INSTANTIATE_TEST_SUITE_P(Stores, FollowerPositionLaws, each_store(), store_name);

TEST_P(FollowerPositionLaws, AFollowerThatNeverRanStandsNowhere) {
  store.begin();
  EXPECT_FALSE(positions.lock("f").has_value());
  store.rollback();
}

TEST_P(FollowerPositionLaws, APositionIsReadBackAsItWasSaved) {
  store.begin();
  positions.save("f", std::nullopt, moved);
  positions.save("g", std::nullopt, {});
  store.commit();
  store.begin();
  EXPECT_EQ(positions.lock("f"), moved);
  EXPECT_EQ(positions.lock("g"), sync::FollowerState{});
  store.rollback();
}

TEST_P(FollowerPositionLaws, APositionMovesOnlyFromWhereItWasLeft) {
  store.begin();
  positions.save("f", std::nullopt, at(5));
  positions.save("f", 5, at(8));
  store.commit();

  store.begin();
  EXPECT_THROW(positions.save("f", 5, moved), sync::StoreRejected);
  store.rollback();
  store.begin();
  EXPECT_THROW(positions.save("f", std::nullopt, moved), sync::StoreRejected);
  store.rollback();
  store.begin();
  EXPECT_THROW(positions.save("unknown", 5, moved), sync::StoreRejected);
  store.rollback();

  store.begin();
  EXPECT_EQ(positions.lock("f")->offset, 8u);
  EXPECT_FALSE(positions.lock("unknown").has_value());
  store.rollback();
}

class ParkedKeyLaws : public OnEachStore {
 protected:
  sync::ParkedKey parked(std::string key, sync::Offset first) const {
    return {.follower = "billing-follows-user",
            .aggregate_type = "user",
            .key = std::move(key),
            .first_offset = first,
            .applied_version = 3,
            .source_version = 9'007'199'254'740'993,
            .events = 2,
            .attempts = 1,
            .since = shared::from_unix_ms(1'700'000'000'001),
            .retry_at = shared::from_unix_ms(1'700'000'000'002),
            .reason = awkward_text(),
            .discarded = false};
  }
  void save(const sync::ParkedKey& key) {
    store.begin();
    keys.save(key);
    store.commit();
  }

  Database database{GetParam(), "billing"};
  sql::SqlStore store{database.writer(), "billing/0"};
  sql::SqlParkedKeys keys{database.writer()};
  const std::string follower = "billing-follows-user";
};
INSTANTIATE_TEST_SUITE_P(Stores, ParkedKeyLaws, each_store(), store_name);

TEST_P(ParkedKeyLaws, KeysAreListedByTheEventThatFailedFirst) {
  const auto late = parked("usr_a", 9);
  const auto early = parked("usr_b", 4);
  auto others = parked("usr_a", 1);
  others.follower = "somebody else";
  for (const auto& key : {late, early, others}) save(key);
  EXPECT_EQ(keys.list(follower), (std::vector{early, late}));
  EXPECT_EQ(keys.list("somebody else"), std::vector{others});
  EXPECT_TRUE(keys.list("nobody").empty());
}

TEST_P(ParkedKeyLaws, SavingAgainReplaces) {
  save(parked("usr_a", 9));
  auto changed = parked("usr_a", 9);
  changed.attempts = 4;
  changed.discarded = true;
  changed.reason = "accepted";
  changed.events = 0;
  save(changed);
  EXPECT_EQ(keys.list(follower), std::vector{changed});
}

TEST_P(ParkedKeyLaws, EventsWaitInOrderAndOnceEach) {
  auto awkward = some_event(7);
  awkward.payload = awkward_text();
  awkward.removes = true;
  store.begin();
  keys.save(parked("usr_a", 4));
  keys.queue(follower, awkward);
  keys.queue(follower, some_event(4));
  keys.queue(follower, some_event(4));
  keys.queue(follower, some_event(5, "usr_b"));
  keys.queue("somebody else", some_event(6));
  store.commit();

  EXPECT_EQ(keys.queued(parked("usr_a", 4), 10), (std::vector{some_event(4), awkward}));
  EXPECT_EQ(keys.queued(parked("usr_a", 4), 1), std::vector{some_event(4)});
  EXPECT_EQ(keys.queued(parked("usr_b", 5), 10), (std::vector{some_event(5, "usr_b")}));
}

TEST_P(ParkedKeyLaws, ReleasingTakesEventsUpToAnOffsetAndTheKeyOnlyWhenWhole) {
  const auto key = parked("usr_a", 4);
  store.begin();
  keys.save(key);
  keys.save(parked("usr_b", 5));
  for (const sync::Offset offset : {4, 6, 8}) keys.queue(follower, some_event(offset));
  keys.queue(follower, some_event(5, "usr_b"));
  keys.release(key, 6, false);
  store.commit();
  EXPECT_EQ(keys.queued(key, 10), std::vector{some_event(8)});
  EXPECT_EQ(keys.list(follower).size(), 2u);

  store.begin();
  keys.release(key, 8, true);
  store.commit();
  EXPECT_TRUE(keys.queued(key, 10).empty());
  EXPECT_EQ(keys.list(follower), std::vector{parked("usr_b", 5)});
  EXPECT_EQ(keys.queued(parked("usr_b", 5), 10).size(), 1u);
}

TEST_P(ParkedKeyLaws, WhatIsRolledBackWasNeverParked) {
  store.begin();
  keys.save(parked("usr_a", 4));
  keys.queue(follower, some_event(4));
  store.rollback();
  EXPECT_TRUE(keys.list(follower).empty());
  EXPECT_TRUE(keys.queued(parked("usr_a", 4), 10).empty());
}

}  // namespace
}  // namespace contracts
