#include <thread>

#include <adapters/sql/sync/sql_event_log.hpp>
#include <adapters/sql/sync/sql_log_reader.hpp>
#include <adapters/sql/sync/sql_store.hpp>
#include <tests/contracts/database.hpp>
#include <tests/contracts/samples.hpp>

namespace contracts {
namespace {

class EventLogLaws : public OnEachStore {
 protected:
  // One committed transaction.
  void commit(const sync::Commit& commit) {
    store.begin();
    log.append(commit);
    store.commit();
  }

  Database database{GetParam(), "user"};
  sql::SqlStore store{database.writer(), "user/0"};
  sql::SqlEventLog log{database.writer(), store};
  sql::SqlLogReader reader{database.reader()};
};
INSTANTIATE_TEST_SUITE_P(Stores, EventLogLaws, each_store(), store_name);

TEST_P(EventLogLaws, AnEmptyLogEndsAtOffsetZeroInItsFirstEpoch) {
  EXPECT_EQ(reader.head(), sync::Head{});
  store.begin();
  EXPECT_EQ(store.head(), sync::Head{});
  store.rollback();
  EXPECT_EQ(reader.epochs(), (std::vector<sync::EpochStart>{{}}));
  EXPECT_TRUE(reader.read(0, {}).empty());
  EXPECT_EQ(reader.chain_at(0), sync::Hash256{});
}

TEST_P(EventLogLaws, ACommitIsReadBackAsItWasSaid) {
  auto said = some_commit(0, 3);
  said.events[1].removes = true;
  said.events[1].payload = awkward_text();
  said.events[1].key = "usr_\u00e9'\"\\{}";
  said.events[1].version = 9'007'199'254'740'993;
  said.events[2].schema_version = 7;
  said.events[2].causation_depth = 3;
  said.events[2].traceparent.clear();
  said.events[2].payload = std::string(sync::payload_bytes_max, 'x');
  commit(said);

  EXPECT_EQ(reader.read(0, {}), std::vector{said});
  EXPECT_EQ(reader.events(0, 10), said.events);
  EXPECT_EQ(reader.head(), (sync::Head{1, 3, said.chain, said.roots}));
}

TEST_P(EventLogLaws, TheHeadIsWhatTheLastCommitLeft) {
  commit(some_commit(0, 2));
  const auto second = some_commit(2, 1);
  commit(second);
  store.begin();
  EXPECT_EQ(store.head(), (sync::Head{1, 3, second.chain, second.roots}));
  store.rollback();

  database.reopen();
  sql::SqlStore reopened{database.writer(), "user/0"};
  reopened.begin();
  EXPECT_EQ(reopened.head(), (sync::Head{1, 3, second.chain, second.roots}));
  reopened.rollback();
}

TEST_P(EventLogLaws, AnOffsetThatDoesNotFollowTheHeadIsRefused) {
  commit(some_commit(0, 2));
  auto hole = some_commit(2, 2);
  hole.events[1].offset = 5;
  for (const auto& wrong : {some_commit(3, 1), some_commit(1, 1), some_commit(0, 1), hole}) {
    store.begin();
    EXPECT_THROW(log.append(wrong), sync::StoreRejected);
    store.rollback();
  }
  commit(some_commit(2, 1));
  EXPECT_EQ(reader.head().offset, 3u);
}

TEST_P(EventLogLaws, WhatIsRolledBackLeavesNothing) {
  commit(some_commit(0, 1));
  const auto before = reader.head();
  store.begin();
  log.append(some_commit(1, 5));
  EXPECT_TRUE(log.at(6).has_value());
  store.rollback();
  store.rollback();  // harmless

  EXPECT_EQ(reader.head(), before);
  store.begin();
  EXPECT_EQ(store.head(), before);
  EXPECT_FALSE(log.at(2).has_value());
  log.append(some_commit(1, 1));
  store.commit();
  EXPECT_EQ(reader.head().offset, 2u);
}

TEST_P(EventLogLaws, ReadersSeeDurableCommitsOnly) {
  store.begin();
  log.append(some_commit(0, 1));
  EXPECT_EQ(reader.head().offset, 0u);
  EXPECT_TRUE(reader.read(0, {}).empty());
  store.commit();
  EXPECT_EQ(reader.head().offset, 1u);
}

TEST_P(EventLogLaws, CommitsAreReadWholeWithinTheLimits) {
  commit(some_commit(0, 3));
  commit(some_commit(3, 3));
  commit(some_commit(6, 1));
  const auto offsets = [&](sync::Offset after, std::size_t events, std::size_t bytes) {
    std::vector<sync::Offset> lasts;
    for (const auto& one : reader.read(after, {events, bytes})) lasts.push_back(one.last());
    return lasts;
  };
  using Lasts = std::vector<sync::Offset>;
  EXPECT_EQ(offsets(0, 1000, 1'000'000), (Lasts{3, 6, 7}));
  EXPECT_EQ(offsets(3, 1000, 1'000'000), (Lasts{6, 7}));
  EXPECT_EQ(offsets(0, 6, 1'000'000), (Lasts{3, 6}));
  EXPECT_EQ(offsets(0, 5, 1'000'000), (Lasts{3}));  // half a commit is none
  EXPECT_EQ(offsets(0, 1, 1), (Lasts{3}));          // but one is always read
  EXPECT_EQ(offsets(7, 1000, 1'000'000), Lasts{});
}

TEST_P(EventLogLaws, ACommitLongerThanAPageIsReadWhole) {
  const auto first = some_commit(0, 300);
  const auto second = some_commit(300, 129);
  commit(first);
  commit(second);
  EXPECT_EQ(reader.read(0, {10, 10}), std::vector{first});
  EXPECT_EQ(reader.read(300, {}), std::vector{second});
  EXPECT_EQ(reader.events(100, 200).size(), 200u);
  EXPECT_EQ(reader.events(400, 1000).size(), 29u);
}

TEST_P(EventLogLaws, AGapIsAnErrorAndNeverAGuess) {
  commit(some_commit(0, 4));
  database.writer().run("DELETE FROM event_log WHERE log_offset = 2");
  EXPECT_THROW(reader.read(0, {}), sync::StoreBroken);
  EXPECT_THROW(reader.events(1, 10), sync::StoreBroken);
  EXPECT_EQ(reader.events(2, 10).size(), 2u);
}

TEST_P(EventLogLaws, TheChainIsKnownWhereACommitEndsAndNowhereElse) {
  const auto said = some_commit(0, 2);
  commit(said);
  EXPECT_EQ(reader.chain_at(2), said.chain);
  EXPECT_FALSE(reader.chain_at(1).has_value());
  EXPECT_FALSE(reader.chain_at(3).has_value());
}

TEST_P(EventLogLaws, AnEventIsFoundByItsOffset) {
  const auto said = some_commit(0, 2);
  store.begin();
  log.append(said);
  EXPECT_EQ(log.at(1), said.events[0]);
  EXPECT_EQ(log.at(2), said.events[1]);
  EXPECT_FALSE(log.at(3).has_value());
  store.commit();
}

TEST_P(EventLogLaws, ANewEpochBeginsBehindTheHead) {
  const auto first = some_commit(0, 2);
  commit(first);
  store.begin();
  EXPECT_THROW(log.raise_epoch({2, 5, first.chain}), sync::StoreRejected);
  EXPECT_THROW(log.raise_epoch({1, 3, first.chain}), sync::StoreRejected);
  EXPECT_THROW(log.raise_epoch({2, 3, some_chain(99)}), sync::StoreRejected);
  log.raise_epoch({2, 3, first.chain});
  store.commit();

  EXPECT_EQ(reader.head(), (sync::Head{2, 2, first.chain, first.roots}));
  store.begin();
  EXPECT_EQ(store.head().epoch, 2u);
  log.append(some_commit(2, 1, 2));
  store.commit();
  EXPECT_EQ(reader.epochs(), (std::vector<sync::EpochStart>{{}, {2, 3, first.chain}}));
  EXPECT_EQ(reader.read(2, {}).front().epoch, 2u);
}

TEST(PostgresqlLog, TwoWritersTakeTurns) {
  Database database{sql::Dialect::postgresql, "user"};
  const auto write_many = [&] {
    const auto session = database.connect(sql::Access::writer);
    sql::SqlStore store{*session, "user/0"};
    sql::SqlEventLog log{*session, store};
    for (int i = 0; i < 100; ++i) {
      store.begin();
      const auto head = store.head();
      log.append(some_commit(head.offset, static_cast<std::size_t>(1 + i % 3)));
      store.commit();
    }
  };
  std::thread first{write_many};
  std::thread second{write_many};
  first.join();
  second.join();
  sql::SqlLogReader reader{database.reader()};
  const auto events = reader.events(0, 1000);  // throws where there is a gap
  EXPECT_EQ(events.size(), 2u * (34 * 1 + 33 * 2 + 33 * 3));
}

TEST(PostgresqlLog, AWriterIsNotWaitedForForEver) {
  Database database{sql::Dialect::postgresql, "user"};
  const auto other = database.connect(sql::Access::writer, 200);
  sql::SqlStore store{database.writer(), "user/0"};
  sql::SqlStore waiting{*other, "user/0"};
  store.begin();
  const auto open = [&waiting] {
    waiting.begin();
    waiting.fetch();
  };
  EXPECT_THROW(open(), sync::StoreUnavailable);
  store.rollback();
  waiting.begin();
  EXPECT_EQ(waiting.head(), sync::Head{});
  waiting.rollback();
}

TEST(PostgresqlLog, AFrozenWriterLosesItsLockAndWhatItHadWritten) {
  Database database{sql::Dialect::postgresql, "user"};
  sql::SqlStore store{database.writer(), "user/0"};
  for (const std::size_t events : {1, 500}) {  // what is large is on its way before the commit
    const auto other = database.connect(sql::Access::writer, 200);
    sql::SqlStore frozen{*other, "user/0"};
    sql::SqlEventLog frozen_log{*other, frozen};
    frozen.begin();
    frozen_log.append(some_commit(0, events));
    store.begin();
    EXPECT_EQ(store.head(), sync::Head{});  // waits until the server puts the frozen one out
    EXPECT_THROW(frozen.commit(), sync::StoreFailure);
    store.rollback();
    store.begin();
    EXPECT_EQ(store.head(), sync::Head{});
    store.rollback();
  }
}

}  // namespace
}  // namespace contracts
