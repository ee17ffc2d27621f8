#include <filesystem>
#include <fstream>

#include <adapters/sql/query.hpp>
#include <adapters/sql/sync/sql_event_log.hpp>
#include <adapters/sql/sync/sql_log_reader.hpp>
#include <tests/contracts/database.hpp>
#include <tests/contracts/samples.hpp>

namespace contracts {
namespace {

class SessionLaws : public OnEachStore {
 protected:
  Database database{GetParam(), "user"};
};
INSTANTIATE_TEST_SUITE_P(Stores, SessionLaws, each_store(), store_name);

TEST_P(SessionLaws, AReaderCannotWrite) {
  EXPECT_THROW(database.reader().run("DELETE FROM event_log"), sync::StoreFailure);
}

TEST_P(SessionLaws, AReadThatIsGivenUpHalfWayDoesNotPinThePast) {
  sql::Query rows{database.reader(), "SELECT version FROM schema_migration", "", "n"};
  sql::Query count{database.reader(), "SELECT count(*) FROM schema_migration", "", "n"};
  ASSERT_TRUE(count.one());
  const auto before = count.number(0);
  ASSERT_GE(before, 2);
  EXPECT_THROW(rows.each([] { throw std::runtime_error("enough"); }), std::runtime_error);
  database.writer().run(
      "INSERT INTO schema_migration (module, version, name, checksum, expands, applied_at) "
      "VALUES ('x', 1, '', '', 1, 0)");
  count.one();
  EXPECT_EQ(count.number(0), before + 1);
}

TEST_P(SessionLaws, AStatementThatFailedCanRunAgain) {
  sql::Query insert{database.writer(),
                    "INSERT INTO log_epoch (epoch, first_offset, chain_before) "
                    "VALUES (:epoch, 1, :chain)",
                    "nt"};
  EXPECT_THROW(insert.with(1, "secret").run(), sync::StoreRejected);
  EXPECT_EQ(insert.with(2, "fine").run(), 1u);
}

TEST_P(SessionLaws, AFailureSaysNothingOfWhatWasBound) {
  sql::Query insert{database.writer(),
                    "INSERT INTO follower_position "
                    "(follower, epoch, log_offset, chain, roots, stopped, clean) "
                    "VALUES (:f, 1, 0, '', '', '', 1)",
                    "t"};
  insert.with("secret").run();
  try {
    insert.with("secret").run();
    FAIL() << "a key stands twice";
  } catch (const sync::StoreRejected& refused) {
    const std::string text = refused.what();
    EXPECT_EQ(text.find("secret"), std::string::npos) << text;
    EXPECT_EQ(text.find("INSERT"), std::string::npos) << text;
  }
}

TEST_P(SessionLaws, TheWriterLocksOutASecondOne) {
  const auto second = database.connect(sql::Access::writer, 200);
  sql::SqlStore store{database.writer(), "user/0"};
  sql::SqlStore other{*second, "user/0"};
  store.begin();
  const auto open_other = [&] {
    other.begin();
    other.fetch();
  };
  EXPECT_THROW(open_other(), sync::StoreUnavailable);
  store.rollback();
}

class LaterStatements : public SessionLaws {
 protected:
  void SetUp() override { database.writer().begin(); }
  std::int64_t epochs() {
    sql::Query count{database.reader(), "SELECT count(*) FROM log_epoch", "", "n"};
    count.one();
    return count.number(0);
  }

  sql::Query insert{database.writer(),
                    "INSERT INTO log_epoch (epoch, first_offset, chain_before) "
                    "VALUES (:epoch, 1, '')",
                    "n"};
  sql::Query nothing{database.writer(), "UPDATE log_epoch SET chain_before = 'x' WHERE epoch = :no",
                     "n"};
};
INSTANTIATE_TEST_SUITE_P(Stores, LaterStatements, each_store(), store_name);

TEST_P(LaterStatements, AreThereForTheNextRead) {
  insert.with(7).run_later();
  insert.with(8).run_later(1);
  sql::Query count{database.writer(), "SELECT count(*) FROM log_epoch", "", "n"};
  ASSERT_TRUE(count.one());
  EXPECT_EQ(count.number(0), 3);
  database.writer().rollback();
  EXPECT_EQ(epochs(), 1);
}

TEST_P(LaterStatements, AreRefusedByTheCommitAtLast) {
  const auto twice = [this] {
    insert.with(7).run_later();
    insert.with(7).run_later();
    insert.with(8).run_later();
    database.writer().commit();
  };
  EXPECT_THROW(twice(), sync::StoreRejected);
  database.writer().rollback();
  EXPECT_EQ(epochs(), 1);
  database.writer().begin();
  insert.with(9).run_later();
  database.writer().commit();
  EXPECT_EQ(epochs(), 2);
}

TEST_P(LaterStatements, AreRefusedByTheNextReadWhereThereIsOne) {
  const auto twice = [this] {
    insert.with(7).run_later();
    insert.with(7).run_later();
    sql::Query{database.writer(), "SELECT epoch FROM log_epoch", "", "n"}.one();
  };
  EXPECT_THROW(twice(), sync::StoreRejected);
  database.writer().rollback();
  EXPECT_EQ(epochs(), 1);
}

TEST_P(LaterStatements, ThatChangedTooLittleAreNotCommitted) {
  const auto too_little = [this] {
    insert.with(7).run_later();
    nothing.with(99).run_later(1);
    database.writer().commit();
  };
  EXPECT_THROW(too_little(), sync::StoreRejected);
  database.writer().rollback();
  EXPECT_EQ(epochs(), 1);
}

TEST_P(LaterStatements, ReadWhatWasSentBeforeThemByTheNextWait) {
  std::vector<std::int64_t> seen;
  sql::Query all{database.writer(), "SELECT epoch FROM log_epoch ORDER BY epoch", "", "n"};
  insert.with(7).run_later();
  all.each_later([&] { seen.push_back(all.number(0)); });
  insert.with(8).run_later();
  database.writer().fetch();
  EXPECT_EQ(seen, (std::vector<std::int64_t>{1, 7}));
  all.each_later([&] { seen.push_back(all.number(0)); });
  database.writer().commit();
  EXPECT_EQ(seen, (std::vector<std::int64_t>{1, 7, 1, 7, 8}));
}

TEST_P(LaterStatements, AreNotReadBehindAFailureNorAfterARollback) {
  std::size_t seen = 0;
  sql::Query all{database.writer(), "SELECT epoch FROM log_epoch ORDER BY epoch", "", "n"};
  const auto twice = [&] {
    insert.with(7).run_later();
    insert.with(7).run_later();
    all.each_later([&] { ++seen; });
    database.writer().fetch();
  };
  EXPECT_THROW(twice(), sync::StoreRejected);
  database.writer().rollback();
  EXPECT_EQ(seen, 0u);
  if (GetParam() == sql::Dialect::sqlite) return;  // has read it by now
  database.writer().begin();
  all.each_later([&] { ++seen; });
  database.writer().rollback();
  EXPECT_EQ(seen, 0u);
}

TEST_P(LaterStatements, ThatAreLargeAreNoOtherThanSmallOnes) {
  const std::string large(100'000, 'x');
  sql::Query put{database.writer(),
                 "INSERT INTO log_epoch (epoch, first_offset, chain_before) "
                 "VALUES (:epoch, 1, :chain)",
                 "nt"};
  sql::Query find{database.writer(), "SELECT epoch FROM log_epoch WHERE chain_before = :chain", "t",
                  "n"};
  std::vector<std::int64_t> seen;
  put.with(7, large).run_later(1);
  insert.with(8).run_later(1);
  find.with(large).each_later([&] { seen.push_back(find.number(0)); });
  put.with(9, large).run_later();
  EXPECT_EQ(put.with(10, large).run(), 1u);
  EXPECT_EQ(seen, std::vector<std::int64_t>{7});
  database.writer().commit();
  EXPECT_EQ(epochs(), 5);

  database.writer().begin();
  put.with(11, large).run_later();
  database.writer().rollback();
  database.writer().begin();
  const auto twice = [&] {
    put.with(12, large).run_later();
    put.with(12, large).run_later();
    put.with(13, large).run_later();
    database.writer().commit();
  };
  EXPECT_THROW(twice(), sync::StoreRejected);
  database.writer().rollback();
  EXPECT_EQ(epochs(), 5);
}

TEST_P(LaterStatements, VanishWithARollback) {
  insert.with(7).run_later();
  database.writer().rollback();
  EXPECT_EQ(epochs(), 1);
}

class LostConnection : public testing::Test {
 protected:
  void cut() {
    const auto pid = [&] {
      sql::Query query{database.writer(), "SELECT pg_backend_pid()", "", "n"};
      query.one();
      return query.number(0);
    }();
    const auto other = database.connect(sql::Access::writer);
    sql::Query kill{*other, "SELECT pg_terminate_backend(:pid, 5000)::text", "n", "t"};
    kill.with(static_cast<std::int64_t>(pid)).one();
  }

  void open() {
    store.begin();
    store.fetch();
  }

  Database database{sql::Dialect::postgresql, "user"};
  sql::SqlStore store{database.writer(), "user/0"};
  sql::SqlEventLog log{database.writer(), store};
  sql::SqlLogReader reader{database.reader()};
};

TEST_F(LostConnection, IsMadeAnewByTheNextTransaction) {
  store.begin();
  log.append(some_commit(0, 1));
  store.commit();
  cut();
  EXPECT_THROW(open(), sync::StoreUnavailable);  // this is how it is noticed
  store.rollback();
  store.begin();
  EXPECT_EQ(store.head().offset, 1u);
  log.append(some_commit(1, 1));
  store.commit();
  EXPECT_EQ(reader.head().offset, 2u);
}

TEST_F(LostConnection, AtTheCommitLeavesItUnknown) {
  store.begin();
  log.append(some_commit(0, 1));
  cut();
  EXPECT_THROW(store.commit(), sync::CommitUnknown);
  store.begin();
  EXPECT_EQ(store.head().offset, reader.head().offset);
  store.rollback();
}

TEST_F(LostConnection, InATransactionDoesNotLetItGoOnElsewhere) {
  store.begin();
  log.append(some_commit(0, 1));
  cut();
  const auto go_on = [this] {
    log.append(some_commit(1, 1));
    log.at(1);
  };
  EXPECT_THROW(go_on(), sync::StoreUnavailable);
  EXPECT_THROW(log.at(1), sync::StoreUnavailable);
  store.rollback();
  store.begin();
  EXPECT_EQ(store.head().offset, 0u);
  store.rollback();
}

TEST_F(LostConnection, AFailedTransactionIsNotCommitted) {
  store.begin();
  EXPECT_THROW(database.writer().run("SELECT nonsense"), sync::StoreBroken);
  EXPECT_THROW(store.commit(), sync::StoreUnavailable);
  store.begin();
  EXPECT_EQ(store.head().offset, 0u);
  store.rollback();
}

TEST_F(LostConnection, ARowTooLargeForTheServerIsRejected) {
  EXPECT_THROW(database.writer().run("DO 'BEGIN RAISE EXCEPTION USING ERRCODE = ''54000''; END'"),
               sync::StoreRejected);
}

TEST(PostgresqlSession, AServerThatIsAwayIsUnavailable) {
  const sql::Postgresql nowhere{.conninfo = "host=/nonexistent dbname=x", .schema = "x"};
  EXPECT_THROW((sql::Session{nowhere, sql::Access::writer}), sync::StoreUnavailable);
}

TEST(SqliteSession, TheWalFileKeepsItsSizeWhenTheStoreCloses) {
  const test::TempFolder folder;
  const sql::Sqlite at{.path = (folder.path() / "a b%?.db").string()};
  {
    sql::Session session{at, sql::Access::writer};
    session.run("CREATE TABLE thing (x TEXT)");
  }
  EXPECT_TRUE(std::filesystem::exists(at.path));
  EXPECT_GT(std::filesystem::file_size(at.path + "-wal"), 0u);
  sql::Session again{at, sql::Access::writer};
  again.run("INSERT INTO thing VALUES ('a')");
}

TEST(SqliteSession, AFileThatIsNoDatabaseIsBroken) {
  const test::TempFolder folder;
  const auto path = folder.path() / "x.db";
  std::ofstream(path) << std::string(8192, 'x');
  EXPECT_THROW((sql::Session{sql::Sqlite{.path = path.string()}, sql::Access::writer}),
               sync::StoreBroken);
}

}  // namespace
}  // namespace contracts
