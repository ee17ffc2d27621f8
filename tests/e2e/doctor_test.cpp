#include <sys/stat.h>

#include <algorithm>
#include <optional>

#include <adapters/sql/session.hpp>
#include <adapters/sql/sync/sql_log_reader.hpp>
#include <tests/e2e/damage.hpp>
#include <tests/e2e/installation.hpp>
#include <tests/e2e/paying_users.hpp>
#include <tests/e2e/topology.hpp>

// What `cleave doctor` says of healthy stores, and of those that somebody laid hands on.
using namespace e2e;

namespace {

struct Said {
  std::string check;
  std::string state;
  std::string detail;
};

class Doctor : public Installation {
 protected:
  // Users with an invoice each, which most of them paid, and whatever that leads to.
  void live() {
    start({"--test-clock"});
    const PayingUsers users{admin(), 4};
    ASSERT_TRUE(becomes([this] { return settled(); }));
    ASSERT_TRUE(becomes([this] {
      const auto paid = admin().get("/v1/payments?status=succeeded").json();
      return paid.at("data").size() > 0;
    }));
    ASSERT_TRUE(becomes([this] { return settled(); }));
  }

  // Of the process that runs that module, and of no other where it is split.
  std::vector<Said> doctor(const std::string& module, std::vector<std::string> more = {"--deep"}) {
    std::vector<std::string> words{"doctor", "--json", "--data"};
    words.push_back(folders_of(home(), module).front());
    words.insert(words.end(), more.begin(), more.end());
    const auto ran = run_cleave(words);
    std::vector<Said> all;
    bool failed = false;
    for (const auto& row : Json::parse(ran.out).at("data").elements()) {
      all.push_back({row.at("check").text(), row.at("state").text(), row.at("detail").text()});
      failed = failed || row.at("state") == "failed";
    }
    EXPECT_EQ(ran.exit, failed ? 1 : 0) << ran.err;
    return all;
  }
  // Whatever is not good, but for what this machine has of disk room.
  std::string complaints(const std::string& module, std::vector<std::string> more = {"--deep"}) {
    std::string all;
    for (const auto& said : doctor(module, std::move(more))) {
      if (said.state == "ok" || said.check == "disk room") continue;
      all += said.check + ' ' + said.state + ": " + said.detail + '\n';
    }
    return all;
  }
  std::string complaints_of_all(const std::vector<std::string>& more = {"--deep"}) {
    std::string all;
    for (const std::string module : {"user", "billing", "insight", "webhook"}) {
      all += complaints(module, more);
      if (!is_split()) break;
    }
    return all;
  }
};

TEST_F(Doctor, FindsNothingWrongWithAHealthyInstallation) {
  live();
  ASSERT_EQ(stop(), 0);
  EXPECT_EQ(complaints_of_all({}), "");
  EXPECT_EQ(complaints_of_all(), "");
}

TEST_F(Doctor, FindsNothingWrongRightAfterAKill) {
  live();
  for (int i = 0; i < 20; ++i) registered("late" + std::to_string(i) + "@example.com");
  kill();
  EXPECT_EQ(complaints_of_all(), "");
}

TEST_F(Doctor, ReadsADatabaseServerBesideAServerAtWork) {
  live();
  const auto said = doctor("user");
  EXPECT_EQ(complaints("user"), "");
  const bool read = std::ranges::any_of(said, [](const Said& one) {
    return one.check == "user log" && one.detail.contains("from the beginning");
  });
  EXPECT_EQ(read, on_postgres());
}

struct Planted {
  std::string module;
  std::string table;
  std::vector<std::string> statements;
  std::string check;
  std::string words;  // that it is said in
};

TEST_F(Doctor, FindsAndNamesWhatSomebodyDidToADatabase) {
  live();
  const std::string event = admin().get("/v1/events?after=2&limit=1").json().at("data").at(0)
                                .at("id").text();
  ASSERT_EQ(stop(), 0);
  const std::string lost = "SELECT MAX(log_offset) + 7 FROM event_log";
  const std::vector<Planted> all = {
      {"user", "event_log", {"UPDATE event_log SET payload = payload || ' ' WHERE log_offset = 3"},
       "user log", event},
      {"user", "event_log", {"UPDATE event_log SET version = 9 WHERE log_offset = 3"}, "user log",
       "offset 3"},
      {"user", "event_log", {"DELETE FROM event_log WHERE log_offset = 2"}, "user log",
       "offset 2"},
      {"user", "log_epoch", {"UPDATE log_epoch SET chain_before = 'ff' || substr(chain_before, 3)"},
       "user log", "epoch 1"},
      {"user", "idempotency_record",
       {"INSERT INTO idempotency_record (key_prefix, key_hash, fingerprint, outcome, reply, epoch, "
        "log_offset, recorded_at) VALUES (1, 'k', 'f', '', '', 1, (" + lost + "), 1)"},
       "user records", "and the log ends at"},
      {"billing", "parked_event",
       {"INSERT INTO parked_event VALUES ('billing-follows-user', 'user', 'usr_1', 5, 'id', 1, 0, "
        "'user.registered', 1, 1, '{}', '', '', 0, '')"},
       "billing records", "the key is not parked"},
      {"billing", "ledger_posting",
       without_ledger_triggers(
           {"UPDATE ledger_posting SET amount_minor = amount_minor + 1 "
            "WHERE entry_no = 1 AND line = (SELECT MIN(line) FROM ledger_posting "
            "WHERE entry_no = 1)"}),
       "ledger", "entry 1 does not balance"},
      {"billing", "ledger_posting",
       without_ledger_triggers({"DELETE FROM ledger_posting WHERE entry_no = 1"}), "ledger",
       "no posting has entry 1"},
      {"billing", "ledger_entry",
       without_ledger_triggers({"DELETE FROM ledger_entry WHERE entry_no = 1"}), "ledger",
       "there is no entry 1"},
      {"billing", "invoice", {"DELETE FROM invoice WHERE series_no = 1"}, "invoice numbers",
       "-000001"},
      {"billing", "number_series", {"UPDATE number_series SET next_no = 1"}, "invoice numbers",
       "would give number 1 again"},
      {"billing", "subscription", {"UPDATE subscription SET user_id = 'usr_nobody'"},
       "billing orphans", "whom the copy of the users does not hold"},
      {"billing", "payment", {"UPDATE payment SET invoice_id = 'in_none'"}, "billing orphans",
       "payment of no invoice: pay_"},
  };
  for (const auto& planted : all) {
    SCOPED_TRACE(planted.check + ": " + planted.statements.back());
    const Damage damage{data(), planted.module, planted.table, planted.statements};
    const auto said = doctor(planted.module);
    const bool found = std::ranges::any_of(said, [&](const Said& one) {
      return one.check == planted.check && one.state == "failed" &&
             one.detail.contains(planted.words);
    });
    EXPECT_TRUE(found) << complaints(planted.module);
  }
  EXPECT_EQ(complaints_of_all(), "");
}

// The first event of a commit of several whose key goes on in a later commit; nothing: none does.
std::optional<sync::Event> event_among_others(const std::filesystem::path& data) {
  sql::Session session{as_superuser(data, "billing"), sql::Access::reader};
  sql::SqlLogReader log{session};
  const auto commits = log.read(0, {.events_max = 100'000, .bytes_max = 1ULL << 30});
  for (auto commit = commits.begin(); commit != commits.end(); ++commit) {
    for (const auto& event : commit->events) {
      const auto same = [&](const sync::Event& other) { return other.key == event.key; };
      const bool alone = std::ranges::count_if(commit->events, same) == 1;
      const bool goes_on = std::any_of(commit + 1, commits.end(), [&](const sync::Commit& later) {
        return std::ranges::any_of(later.events, same);
      });
      if (commit->events.size() > 1 && alone && goes_on) return event;
    }
  }
  return std::nullopt;
}

TEST_F(Doctor, OfACommitOfSeveralEventsNamesTheOneThatContradictsOthersOfItsKey) {
  live();
  ASSERT_EQ(stop(), 0);
  const auto event = event_among_others(data());
  ASSERT_TRUE(event);
  const Damage damage{data(), "billing", "event_log",
                      {"UPDATE event_log SET payload = "
                       "replace(payload, '\"status\":\"', '\"status\":\"x') WHERE log_offset = " +
                       std::to_string(event->offset)}};
  const auto found = complaints("billing");
  EXPECT_TRUE(found.contains("one of its rows is not what was written; event " +
                             shared::to_text(event->id) + " contradicts others of its key"))
      << found;
}

// Its own rows agree with each other; whoever followed it remembers another history.
TEST_F(Doctor, FindsAForgedChainByWhatFollowersSaw) {
  if (is_split()) GTEST_SKIP() << "no process has the databases of two modules";
  live();
  ASSERT_EQ(stop(), 0);
  const Damage damage{data(), "user", "event_log",
                      forged(data(), "user", 3, [](sync::Event& event) { event.payload += ' '; })};
  const auto found = complaints("user");
  EXPECT_FALSE(found.contains("user log")) << found;
  EXPECT_TRUE(found.contains("billing-follows-user failed: the log user/0 has another history"))
      << found;
}

TEST_F(Doctor, FindsASourceThatEndsBeforeWhatItsFollowersSaw) {
  if (is_split()) GTEST_SKIP() << "no process has the databases of two modules";
  live();
  ASSERT_EQ(stop(), 0);
  const Damage damage{data(), "user", "event_log",
                      {"DELETE FROM event_log WHERE log_offset = "
                       "(SELECT MAX(log_offset) FROM event_log)"}};
  EXPECT_TRUE(complaints("user").contains("1 events are missing at the source"));
}

TEST_F(Doctor, SeesThatEventsAreOfATimeThatHasNotCome) {
  live();
  const auto ahead = [](sync::Event& event) { event.occurred_at += std::chrono::hours{2}; };
  const auto head = static_cast<sync::Offset>(follower("billing-follows-user").at("head").number());
  ASSERT_EQ(stop(), 0);
  const Damage damage{data(), "user", "event_log", forged(data(), "user", head, ahead)};
  EXPECT_TRUE(complaints("user").contains("user clock warning: the newest event is of "));
}

TEST_F(Doctor, SeesWhoMayReadWhatTheyShouldNot) {
  start();
  ASSERT_EQ(stop(), 0);
  const auto folder = folders_of(home(), "user").front();
  ::chmod(folder.c_str(), 0755);
  EXPECT_TRUE(complaints("user").contains("data folder warning"));
  ::chmod(folder.c_str(), 0700);
  ::chmod((folder / "cli.key").c_str(), 0644);
  EXPECT_TRUE(complaints("user").contains("cli.key failed"));
}

TEST_F(Doctor, SeesWhatAServiceMayDoThatItMustNot) {
  if (!on_postgres()) GTEST_SKIP() << "files have no roles";
  start();
  ASSERT_EQ(stop(), 0);
  sql::Session super{as_superuser(data(), "user"), sql::Access::writer};
  super.run("GRANT UPDATE ON event_log TO PUBLIC");
  const auto found = complaints("user");
  super.run("REVOKE UPDATE ON event_log FROM PUBLIC");
  EXPECT_EQ(found, "user rights failed: UPDATE on event_log\n");
  EXPECT_EQ(complaints("user"), "");
}

}  // namespace
