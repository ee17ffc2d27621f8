#include <adapters/sql/move/store_copy.hpp>
#include <adapters/sql/sync/move_marks.hpp>
#include <adapters/sql/sync/sql_store.hpp>
#include <ports/sync/store_errors.hpp>
#include <tests/contracts/database.hpp>

namespace contracts {
namespace {

// From the one kind of database to the other, and to another of its own.
struct Way {
  sql::Dialect from;
  sql::Dialect to;
};

class StoreCopyLaws : public testing::TestWithParam<Way> {
 protected:
  // A few rows of each shape: a drawn number, a key of several columns, NULLs, awkward texts.
  void fill(int users) {
    auto& session = from.writer();
    session.begin();
    for (int no = 1; no <= users; ++no) {
      const auto n = std::to_string(no);
      session.run(
          "INSERT INTO event_log (log_offset, epoch, event_id, aggregate_type, aggregate_key, "
          "version, removes, type, schema_version, occurred_at, payload, correlation_id, "
          "causation_id, causation_depth, traceparent, chain, roots) VALUES (" + n +
          ", 1, 'id', 'user', 'usr_" + n + "', 1, 0, 'user.registered', 1, 1000, "
          "'{\"a\":\"B\\u00e9, \"\"\\\\{NULL}''\"}', 'c', 'd', 0, '', " +
          (no == users ? "'" + std::string(64, 'a') + "', ''" : "NULL, NULL") + ")");
      session.run("INSERT INTO parked_event (follower, aggregate_type, aggregate_key, log_offset, "
                  "event_id, version, removes, type, schema_version, occurred_at, payload, "
                  "correlation_id, causation_id, causation_depth, traceparent) VALUES "
                  "('f', 'user', 'u', " + n + ", 'i', 1, 0, 't', 1, 5, '', '', '', 0, '')");
    }
    session.run("INSERT INTO idempotency_record (key_prefix, key_hash, fingerprint, outcome, "
                "reply, epoch, log_offset, recorded_at) VALUES (1, 'k', 'f', '', '{}', 1, 1, 9)");
    session.commit();
  }
  static void finish(sql::StoreCopy& copy) {
    while (copy.step()) {
    }
  }
  std::string differs(sql::StoreCopy& copy) {
    try {
      finish(copy);
    } catch (const sql::StoresDiffer& difference) {
      return difference.what();
    }
    return "";
  }

  Database from{GetParam().from, "user"};
  Database to{GetParam().to, "user"};
};
using enum sql::Dialect;
INSTANTIATE_TEST_SUITE_P(Ways, StoreCopyLaws,
                         testing::Values(Way{sqlite, postgresql}, Way{postgresql, sqlite},
                                         Way{sqlite, sqlite}, Way{postgresql, postgresql}),
                         [](const auto& way) {
                           const auto name = [](sql::Dialect dialect) {
                             return dialect == sqlite ? "Sqlite" : "Postgresql";
                           };
                           return std::string(name(way.param.from)) + "To" + name(way.param.to);
                         });

TEST_P(StoreCopyLaws, EveryRowArrivesAsItIs) {
  fill(25);
  sql::StoreCopy copy{"user", from.writer(), to.writer(), 4};
  finish(copy);
  EXPECT_EQ(copy.progress().rows, copy.progress().total);
  EXPECT_EQ(copy.progress().total, 25u + 25u + 1u + 1u);  // and the first epoch
  sql::Query texts{to.writer(), "SELECT payload, chain FROM event_log ORDER BY log_offset", "",
                   "tt"};
  std::size_t nulls = 0;
  texts.each([&] {
    EXPECT_EQ(texts.text(0), "{\"a\":\"B\\u00e9, \"\"\\\\{NULL}'\"}");
    nulls += texts.is_null(1) ? 1 : 0;
  });
  EXPECT_EQ(nulls, 24u);
}

TEST_P(StoreCopyLaws, OneThatWasKilledGoesOnWhereItWas) {
  fill(25);
  {
    sql::StoreCopy first{"user", from.writer(), to.writer(), 4};
    for (int step = 0; step < 3; ++step) first.step();
  }
  sql::StoreCopy second{"user", from.writer(), to.writer(), 4};
  finish(second);
  EXPECT_EQ(second.progress().rows, second.progress().total);
}

TEST_P(StoreCopyLaws, ADifferenceIsFoundAndNamed) {
  fill(25);
  {
    sql::StoreCopy copy{"user", from.writer(), to.writer(), 4};
    while (copy.progress().phase == sql::StoreCopy::Phase::copying) copy.step();
  }
  to.writer().run("UPDATE parked_event SET version = 2 WHERE log_offset = 17");
  sql::StoreCopy again{"user", from.writer(), to.writer(), 4};
  EXPECT_EQ(differs(again), "the copy differs in table parked_event at (f, user, u, 17)");
}

TEST_P(StoreCopyLaws, ARowTooManyIsFoundToo) {
  fill(3);
  to.writer().run("INSERT INTO parked_event SELECT * FROM parked_event WHERE log_offset < 0");
  to.writer().run("INSERT INTO log_epoch (epoch, first_offset, chain_before) VALUES (2, 9, 'x')");
  sql::StoreCopy copy{"user", from.writer(), to.writer(), 4};
  EXPECT_EQ(differs(copy), "the copy differs in table log_epoch at (2)");
}

TEST_P(StoreCopyLaws, WhatTheDatabaseNumbersGoesOnBehindTheCopiedRows) {
  fill(1);
  sql::StoreCopy copy{"user", from.writer(), to.writer()};
  finish(copy);
  to.writer().run("INSERT INTO idempotency_record (key_prefix, key_hash, fingerprint, outcome, "
                  "reply, epoch, log_offset, recorded_at) VALUES (1, 'n', 'f', '', '', 1, 1, 9)");
  sql::Query numbers{to.writer(), "SELECT max(record_no) FROM idempotency_record", "", "n"};
  ASSERT_TRUE(numbers.one());
  EXPECT_EQ(numbers.number(0), 2);
}

class MoveMarkLaws : public OnEachStore {
 protected:
  std::string refusal() {
    try {
      sql::refuse_moved(database.writer());
    } catch (const sql::StoreMoved& moved) {
      return moved.what();
    }
    return "";
  }
  bool writes() {
    sql::SqlStore store{database.writer(), "user/0"};
    try {
      store.begin();
      store.commit();
      return true;
    } catch (const sync::StoreBroken&) {
      return false;
    }
  }

  Database database{GetParam(), "user"};
  sql::MoveMarks marks{database.writer()};
};
INSTANTIATE_TEST_SUITE_P(Stores, MoveMarkLaws, each_store(), store_name);

TEST_P(MoveMarkLaws, AStoreThatIsNotWholeIsNotWritten) {
  EXPECT_TRUE(writes());
  marks.say_in({"m", "the files in old"}, {});
  EXPECT_FALSE(writes());
  EXPECT_NE(refusal().find("not whole yet: repeat the `cleave move` from the files in old"),
            std::string::npos);
  marks.say_in({"m", "the files in old", true}, {});
  EXPECT_TRUE(writes());
  EXPECT_EQ(refusal(), "");
}

TEST_P(MoveMarkLaws, AStoreThatMovesOutIsWrittenByNobody) {
  marks.say_out({"m", "the server new"}, {});
  EXPECT_FALSE(writes());
  EXPECT_NE(refusal().find("on its way to the server new"), std::string::npos);
  marks.say_out({"m", "the server new", true}, {});
  EXPECT_FALSE(writes());
  EXPECT_NE(refusal().find("was moved to the server new"), std::string::npos);
  marks.forget_out();
  EXPECT_TRUE(writes());
}

}  // namespace
}  // namespace contracts
