#include <adapters/sql/sync/sql_idempotency_records.hpp>
#include <adapters/sql/sync/sql_store.hpp>
#include <tests/contracts/database.hpp>
#include <tests/contracts/samples.hpp>

namespace contracts {
namespace {

class IdempotencyLaws : public OnEachStore {
 protected:
  static sync::IdempotencyRecord record(std::uint8_t seed, std::int64_t at_ms = 1'000) {
    return {.key = some_chain(seed),
            .fingerprint = {seed, ~std::uint64_t{seed}},
            .outcome = "user.email_taken",
            .reply = awkward_text(),
            .position = {"user/0", 2, 9'007'199'254'740'993},
            .at = shared::from_unix_ms(at_ms)};
  }
  void add(const sync::IdempotencyRecord& record) {
    store.begin();
    records.want(record.key);
    records.load();
    store.fetch();
    records.add(record);
    records.keep();
    records.flush();
    store.commit();
    records.clear();
  }
  std::optional<sync::IdempotencyRecord> found(const sync::Hash256& key) {
    records.want(key);
    records.load();
    store.fetch();
    auto answer = records.find(key);
    records.clear();
    return answer;
  }

  Database database{GetParam(), "user"};
  sql::SqlStore store{database.writer(), "user/0"};
  sql::SqlIdempotencyRecords records{database.writer(), "user/0"};
};
INSTANTIATE_TEST_SUITE_P(Stores, IdempotencyLaws, each_store(), store_name);

TEST_P(IdempotencyLaws, ARecordIsReadBackAsItWasAdded) {
  add(record(1));
  add(record(2));
  EXPECT_EQ(found(some_chain(1)), record(1));
  EXPECT_EQ(found(some_chain(2)), record(2));
  EXPECT_FALSE(found(some_chain(3)).has_value());
}

TEST_P(IdempotencyLaws, KeysThatBeginAlikeAreToldApart) {
  auto twin = record(1);
  twin.key.bytes[31] ^= 1;
  twin.outcome.clear();
  add(record(1));
  EXPECT_FALSE(found(twin.key).has_value());
  add(twin);
  EXPECT_EQ(found(twin.key), twin);
  EXPECT_EQ(found(some_chain(1)), record(1));
}

TEST_P(IdempotencyLaws, ARecordIsSeenWithinItsBatchOnceItIsKept) {
  records.want(some_chain(1));
  records.load();
  store.fetch();
  EXPECT_FALSE(records.find(some_chain(1)).has_value());
  records.add(record(1));
  records.keep();
  EXPECT_EQ(records.find(some_chain(1)), record(1));
  records.clear();
}

TEST_P(IdempotencyLaws, ADroppedRecordIsNotWritten) {
  store.begin();
  records.want(some_chain(1));
  records.load();
  store.fetch();
  records.add(record(1));
  records.drop();
  EXPECT_FALSE(records.find(some_chain(1)).has_value());
  records.flush();
  store.commit();
  records.clear();
  EXPECT_FALSE(found(some_chain(1)).has_value());
}

TEST_P(IdempotencyLaws, TheOldestAreForgottenFirstAndAFewAtATime) {
  for (std::uint8_t seed = 1; seed <= 5; ++seed) add(record(seed, seed * 1'000));
  const auto forget = [&](std::int64_t before_ms, std::size_t rows_max) {
    store.begin();
    const auto count = records.forget(shared::from_unix_ms(before_ms), rows_max);
    store.commit();
    return count;
  };
  EXPECT_EQ(forget(500, 10), 0u);
  EXPECT_EQ(forget(4'000, 2), 2u);
  EXPECT_EQ(forget(4'000, 10), 1u);
  EXPECT_EQ(forget(4'000, 10), 0u);
  EXPECT_FALSE(found(some_chain(3)).has_value());
  EXPECT_TRUE(found(some_chain(4)).has_value());
  EXPECT_TRUE(found(some_chain(5)).has_value());
}

}  // namespace
}  // namespace contracts
