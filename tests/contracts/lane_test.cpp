#include <gtest/gtest.h>

#include <adapters/bus/in_process_event_bus.hpp>
#include <adapters/json/billing/json_billing_outbox.hpp>
#include <adapters/json/billing/user_life_reaction.hpp>
#include <adapters/json/billing/user_replica_handler.hpp>
#include <adapters/json/user/json_user_outbox.hpp>
#include <adapters/sql/sync/sql_event_log.hpp>
#include <adapters/sql/sync/sql_follower_positions.hpp>
#include <adapters/sql/sync/sql_idempotency_records.hpp>
#include <adapters/sql/sync/sql_log_reader.hpp>
#include <adapters/sql/sync/sql_parked_keys.hpp>
#include <adapters/sql/sync/sql_store.hpp>
#include <adapters/sql/user/sql_users.hpp>
#include <adapters/system/sodium_digest.hpp>
#include <adapters/system/system_clock.hpp>
#include <adapters/system/uuid_v7_ids.hpp>
#include <adapters/zones/billing/iana_time_zones.hpp>
#include <billing/application/end_customer_of_deleted_user.hpp>
#include <billing/application/follow_user_status.hpp>
#include <billing/application/keep_user_replica.hpp>
#include <sync/application/follower.hpp>
#include <sync/application/log_service.hpp>
#include <sync/application/write_lane.hpp>
#include <user/application/delete_user.hpp>
#include <user/application/register_user.hpp>

#include <tests/contracts/billing_tables.hpp>
#include <tests/contracts/database.hpp>

// The core over real stores of either kind: user's lane writes, billing's follower copies.

namespace contracts {
namespace {

class Quiet final : public sync::Observer {
 public:
  void log_moved(const std::string&, const sync::Head&) override {}
  void follower_moved(const sync::FollowerStatus&) override {}
  void applied(const std::string&, const sync::Event&) override { ++events; }
  void parked(const sync::ParkedKey&) override {}
  void alarm(const std::string&, const std::string& what) override { alarms.push_back(what); }

  int events = 0;
  std::vector<std::string> alarms;
};

struct Surroundings {
  os::SystemClock clock;
  os::UuidV7Ids ids{clock};
  os::SodiumDigest digest;
  bus::InProcessEventBus bus;
  Quiet observer;
};

// The user module's lane on a session of its own; made again, it is a process started again.
struct UserLane {
  UserLane(Surroundings& around, sql::Session& writer)
      : store(writer, "user/0"),
        log(writer, store),
        idempotency(writer, "user/0"),
        users(writer),
        unit({"user/0",
              store,
              log,
              {&users, &idempotency},
              around.digest,
              around.ids,
              around.bus,
              around.observer}),
        lane(unit, log, store, idempotency, around.clock, {}) {}

  sql::SqlStore store;
  sql::SqlEventLog log;
  sql::SqlIdempotencyRecords idempotency;
  sql::SqlUsers users;
  sync::UnitOfWork unit;
  json::JsonUserOutbox outbox{unit};
  user::RegisterUser register_user{users, users, outbox};
  user::DeleteUser delete_user{users, outbox};
  sync::WriteLane lane;
};

// Billing's follower, likewise.
struct BillingFollower {
  BillingFollower(Surroundings& around, sql::Session& writer, sync::SourceLog& source)
      : tables(writer),
        log(writer, tables.store),
        positions(writer),
        parked(writer),
        unit({"billing/0",
              tables.store,
              log,
              tables.all(),
              around.digest,
              around.ids,
              around.bus,
              around.observer}),
        delivery(around.bus.subscribe("user/0", [] {})),
        follower({"billing-follows-user",
                  "user/0",
                  unit,
                  positions,
                  parked,
                  {{users, &lives}},
                  around.clock,
                  around.digest,
                  around.observer},
                 {"user/0", source, *delivery, around.clock, around.digest, {}}, {}) {}

  // Steps until all of the log up to there is durable here.
  void reach(sync::Offset offset) {
    for (int i = 0; i < 1000; ++i) {
      follower.step();
      tables.store.begin();
      const auto state = positions.lock("billing-follows-user");
      tables.store.rollback();
      if (state && state->offset >= offset) return;
    }
    FAIL() << "never reached " << offset;
  }

  BillingTables tables;
  sql::SqlEventLog log;
  sql::SqlFollowerPositions positions;
  sql::SqlParkedKeys parked;
  sync::UnitOfWork unit;
  json::JsonBillingOutbox outbox{unit};
  zones::IanaTimeZones time_zones;
  billing::BillingPorts ports{tables.ports(outbox, time_zones)};
  json::UserReplicaHandler users{billing::KeepUserReplica{tables.replica}};
  json::UserLifeReaction lives{billing::FollowUserStatus{ports, {}},
                               billing::EndCustomerOfDeletedUser{ports}};
  std::unique_ptr<sync::Delivery> delivery;
  sync::Follower follower;
};

class CoreLaws : public OnEachStore {
 protected:
  template <class UseCase>
  sync::Command command(const UseCase& use_case, typename UseCase::Command input,
                        std::uint8_t idempotency_key = 0) {
    sync::Command made;
    made.origin = {around.ids.next(), around.clock.now(), "correlation", ""};
    if (idempotency_key != 0) {
      made.idempotency.emplace();
      made.idempotency->key.bytes[0] = idempotency_key;
    }
    made.want = [&use_case, input] { use_case.want(input); };
    made.decide = [&use_case, input]() -> shared::Result<std::string> {
      const auto done = use_case(input);
      if (!done) return shared::refuse(done.error());
      return "";
    };
    made.answer = [this](sync::Outcome outcome) { outcomes.push_back(std::move(outcome)); };
    return made;
  }
  sync::Command registration(const std::string& email, std::uint8_t idempotency_key = 0) {
    return command(user->register_user,
                   {user::UserId{around.ids.next()}, around.clock.now(), email, {}},
                   idempotency_key);
  }
  template <class... Commands>
  void run(Commands... commands) {
    std::vector<sync::Command> batch;
    (batch.push_back(std::move(commands)), ...);
    user->lane.run(std::move(batch));
  }
  std::string code(std::size_t at) const {
    return outcomes.at(at).refusal ? std::string{outcomes[at].refusal->code} : "";
  }
  void restart() {
    billing.reset();
    user.reset();
    users_db.reopen();
    billing_db.reopen();
    start();
  }
  void start() {
    reader = std::make_unique<sql::SqlLogReader>(users_db.reader());
    service = std::make_unique<sync::LogService>("user/0", *reader);
    user = std::make_unique<UserLane>(around, users_db.writer());
    billing = std::make_unique<BillingFollower>(around, billing_db.writer(), *service);
  }
  void SetUp() override { start(); }

  Surroundings around;
  Database users_db{GetParam(), "user"};
  Database billing_db{GetParam(), "billing"};
  std::unique_ptr<sql::SqlLogReader> reader;
  std::unique_ptr<sync::LogService> service;
  std::unique_ptr<UserLane> user;
  std::unique_ptr<BillingFollower> billing;
  std::vector<sync::Outcome> outcomes;
};
INSTANTIATE_TEST_SUITE_P(Stores, CoreLaws, each_store(), store_name);

TEST_P(CoreLaws, ABatchIsOneCommitAndARefusalLeavesNothingInIt) {
  run(registration("ada@example.com"), registration("ADA@example.com"),
      registration("bob@example.com"));
  EXPECT_EQ(code(1), "user.email_taken");
  EXPECT_EQ(outcomes[2].position.offset, 2U);
  const auto commits = reader->read(0, {});
  ASSERT_EQ(commits.size(), 1U);
  EXPECT_EQ(commits[0].events.size(), 2U);
  run(registration("Bob@example.com"));
  EXPECT_EQ(code(3), "user.email_taken") << "also in a later batch, from the rows";
}

TEST_P(CoreLaws, ARepeatAnswersTheSameEventAlsoAfterARestart) {
  run(registration("ada@example.com", 1));
  restart();
  run(registration("ada@example.com", 1), registration("eve@example.com", 2));
  EXPECT_EQ(outcomes[1].position, outcomes[0].position);
  EXPECT_EQ(outcomes[1].event->payload, outcomes[0].event->payload);
  EXPECT_EQ(outcomes[2].position.offset, 2U);
}

TEST_P(CoreLaws, ACopyFollowsTheLogThroughARestart) {
  run(registration("ada@example.com"), registration("bob@example.com"));
  billing->reach(2);
  restart();
  const auto gone = user::UserId::parse(outcomes[0].event->key).value();
  run(command(user->delete_user, {gone, {}}), registration("eve@example.com"));
  billing->reach(4);
  EXPECT_EQ(around.observer.events, 4);
  EXPECT_TRUE(around.observer.alarms.empty()) << around.observer.alarms[0];
  billing->tables.store.begin();
  EXPECT_EQ(billing->positions.lock("billing-follows-user")->roots.at("user"),
            reader->head().roots.at("user"));
  billing->tables.store.rollback();
}

TEST_P(CoreLaws, ALostConnectionCostsAnAnswerAndNothingElse) {
  if (GetParam() != sql::Dialect::postgresql) return;  // a file has no connection to lose
  run(registration("ada@example.com"));
  users_db.connect(sql::Access::writer)
      ->run(
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() "
          "AND usename = current_user AND backend_type = 'client backend'");
  run(registration("bob@example.com"));
  EXPECT_EQ(code(1), "sync.store_unavailable");
  run(registration("bob@example.com"));
  EXPECT_EQ(outcomes[2].position.offset, 2U);
  for (int i = 0; i < 3; ++i) billing->follower.step();  // its sessions are lost as well
}

}  // namespace
}  // namespace contracts
