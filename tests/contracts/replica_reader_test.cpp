#include <adapters/sql/billing/sql_billing_profiles.hpp>
#include <adapters/sql/sync/sql_aggregate_states.hpp>
#include <adapters/sql/sync/sql_event_log.hpp>
#include <adapters/sql/sync/sql_replica_reader.hpp>
#include <adapters/sql/sync/sql_state_reader.hpp>
#include <adapters/sql/sync/sql_store.hpp>
#include <adapters/sql/user/sql_billing_replica.hpp>
#include <tests/contracts/database.hpp>
#include <tests/contracts/samples.hpp>

// What replicas are compared by: a source's states and a copy's rows, read by key.
namespace contracts {
namespace {

// billing_replica serves as both sides: it lies under "usr_", and is said under "cus_".
class ReplicaReaderLaws : public OnEachStore {
 protected:
  void put(const std::string& key, std::int64_t version) {
    database.writer().run("INSERT INTO billing_replica (user_id, version, currency) VALUES ('" +
                          key + "', " + std::to_string(version) + ", 'EUR" + key.back() + "')");
  }
  static sql::CopyTable copy() {
    return {"billing_profile", sql::BillingReplicaRow::table(), {"cus_", "usr_"}};
  }
  sync::StatePage ask(sync::StateQuestion question) {
    question.aggregate_type = "billing_profile";
    return states.read(question);
  }

  Database database{GetParam(), "user"};
  sql::SqlAggregateStates all{database.reader(), "billing_profile",
                              sql::BillingReplicaRow::table(),
                              [](const sql::Query& row) {
                                return sync::AggregateState{"cus_" + row.text(0).substr(4),
                                                            row.number(1), row.text(2)};
                              },
                              {"cus_", "usr_"}};
  sql::SqlStateReader states{database.reader(), "user/0", {&all}};
  sql::SqlReplicaReader replica{database.location(), "user-follows-billing", {copy()}};
};
INSTANTIATE_TEST_SUITE_P(Stores, ReplicaReaderLaws, each_store(), store_name);

TEST_P(ReplicaReaderLaws, PagesOfStatesFollowEachOtherByKeyUntilTheyEnd) {
  for (const auto* key : {"usr_a", "usr_b", "usr_c", "usr_d"}) put(key, 1);
  sync::StateQuestion question;
  question.limits.rows_max = 3;
  const auto first = ask(question);
  ASSERT_EQ(first.rows.size(), 3U);
  EXPECT_FALSE(first.ends);
  EXPECT_EQ(first.rows[2].key, "cus_c");
  question.behind = first.rows[2].key;
  const auto second = ask(question);
  EXPECT_TRUE(second.ends);
  EXPECT_EQ(second.rows, (std::vector<sync::AggregateState>{{"cus_d", 1, "EURd"}}));
}

TEST_P(ReplicaReaderLaws, APageOfStatesIsBoundedByBytesAndHasOneRowAtLeast) {
  for (const auto* key : {"usr_a", "usr_b", "usr_c"}) put(key, 1);
  sync::StateQuestion question;
  question.limits.bytes_max = 5;
  const auto page = ask(question);
  EXPECT_EQ(page.rows.size(), 2U);
  EXPECT_FALSE(page.ends);
  question.limits.bytes_max = 1;
  EXPECT_EQ(ask(question).rows.size(), 1U);
}

TEST_P(ReplicaReaderLaws, StatesAreFoundByKeyAndWhatIsNotThereIsLeftOut) {
  put("usr_a", 4);
  sync::StateQuestion question;
  question.keys = {"cus_a", "cus_x", "no key at all"};
  EXPECT_EQ(ask(question).rows, (std::vector<sync::AggregateState>{{"cus_a", 4, "EURa"}}));
  question.aggregate_type = "unknown";
  EXPECT_THROW(states.read(question), sync::StoreUnavailable);
}

TEST_P(ReplicaReaderLaws, TheLogIsKnownAsItStoodWhereACommitEnds) {
  sql::SqlStore store{database.writer(), "user/0"};
  sql::SqlEventLog log{database.writer(), store};
  store.begin();
  sync::Commit commit;
  for (sync::Offset offset = 1; offset <= 2; ++offset) {
    sync::Event event;
    event.offset = offset;
    event.aggregate_type = "thing";
    event.key = "thing_" + std::to_string(offset);
    event.version = 1;
    event.type = "thing.changed";
    event.payload = "{}";
    commit.events.push_back(event);
  }
  commit.chain.bytes[0] = 7;
  commit.roots["thing"] = {5, 6};
  log.append(commit);
  store.commit();
  sync::StateQuestion question;
  question.at = 2;
  const auto page = states.read(question);
  EXPECT_EQ(page.head.offset, 2U);
  ASSERT_TRUE(page.at.has_value());
  EXPECT_EQ(*page.at, page.head);
  question.at = 1;
  EXPECT_FALSE(states.read(question).at.has_value());
  question.at = 3;
  EXPECT_FALSE(states.read(question).at.has_value());
}

TEST_P(ReplicaReaderLaws, RowsOfACopyAreToldAsTheyLieThereUnderTheSourcesKeys) {
  for (const auto* key : {"usr_a", "usr_b", "usr_c", "nobodys"}) put(key, 2);
  std::vector<std::string> told;
  replica.tell_all([&](const std::string& type, const std::string& key, std::int64_t version) {
    told.push_back(type + " " + key + " " + std::to_string(version));
  });
  EXPECT_EQ(told, (std::vector<std::string>{"billing_profile nobodys 2", "billing_profile cus_a 2",
                                            "billing_profile cus_b 2",
                                            "billing_profile cus_c 2"}));
  const auto rows = replica.behind("billing_profile", "cus_a", "cus_c", 10);
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(rows[0], (sync::ReplicaRow{"cus_b", 2, {"EURb"}}));
  EXPECT_EQ(replica.behind("billing_profile", "", "", 2).size(), 2U);
  EXPECT_EQ(replica.of("billing_profile", {"cus_c", "cus_x"}).size(), 1U);
}

}  // namespace
}  // namespace contracts
