#include <adapters/sql/sync/sql_event_log.hpp>
#include <adapters/sql/sync/sql_key_history.hpp>
#include <adapters/sql/sync/sql_store.hpp>
#include <tests/contracts/database.hpp>
#include <tests/contracts/samples.hpp>

namespace contracts {
namespace {

class KeyHistoryLaws : public OnEachStore {
 protected:
  void say(const std::vector<std::string>& keys) {
    auto commit = some_commit(end_, keys.size());
    for (std::size_t i = 0; i < keys.size(); ++i) commit.events[i].key = keys[i];
    end_ = commit.last();
    store.begin();
    log.append(commit);
    store.commit();
  }
  static std::vector<sync::Offset> offsets(const std::vector<sync::Event>& events) {
    std::vector<sync::Offset> all;
    for (const auto& event : events) all.push_back(event.offset);
    return all;
  }
  using Offsets = std::vector<sync::Offset>;

  Database database{GetParam(), "user"};
  sql::SqlStore store{database.writer(), "user/0"};
  sql::SqlEventLog log{database.writer(), store};
  sql::SqlKeyHistory history{database.reader()};

 private:
  sync::Offset end_ = 0;
};
INSTANTIATE_TEST_SUITE_P(Stores, KeyHistoryLaws, each_store(), store_name);

TEST_P(KeyHistoryLaws, AnEmptyLogBeginsAtOneAndSaysNothing) {
  EXPECT_EQ(history.first(), 1U);
  EXPECT_TRUE(history.newest("a", 1, 100, 10).empty());
}

TEST_P(KeyHistoryLaws, OneKeysEventsBetweenTwoOffsetsComeFromEitherEnd) {
  say({"a", "b", "a"});
  say({awkward_text(), "a"});
  EXPECT_EQ(offsets(history.newest("a", 1, 5, 10)), (Offsets{5, 3, 1}));
  EXPECT_EQ(offsets(history.oldest("a", 1, 5, 10)), (Offsets{1, 3, 5}));
  EXPECT_EQ(offsets(history.newest("a", 1, 5, 2)), (Offsets{5, 3}));
  EXPECT_EQ(offsets(history.oldest("a", 2, 4, 10)), Offsets{3});
  EXPECT_EQ(offsets(history.newest(awkward_text(), 1, 5, 10)), Offsets{4});
  EXPECT_EQ(history.first(), 1U);
}

}  // namespace
}  // namespace contracts
