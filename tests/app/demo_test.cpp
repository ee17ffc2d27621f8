#include <app/demo_display.hpp>

#include <gtest/gtest.h>

#include <sstream>

#include <adapters/sql/billing/planted_refusal.hpp>
#include <adapters/sql/billing/sql_user_replica.hpp>
#include <app/module_store.hpp>
#include <tests/support/temp_folder.hpp>

namespace {

struct Screen {
  std::ostringstream out;
  std::ostringstream err;
  std::istringstream in;
  cli::Terminal terminal{out, err, in};
};

billing::KnownUser user(std::uint8_t number, std::int64_t version) {
  shared::Uuid uuid;
  uuid.bytes.back() = number;
  return {{uuid}, version, "ada@example.com", "Ada", "UTC", "active"};
}

// Billing's database as its lane has it, for one row.
void put(const sql::Sqlite& at, const billing::KnownUser& row) {
  app::ModuleStore module{"billing", at, shared::from_unix_ms(0)};
  sql::SqlUserReplica users{module.writer};
  module.store.begin();
  try {
    users.want(row.id);
    users.load();
    module.store.fetch();
    users.put(row);
    users.keep();
    users.flush();
  } catch (...) {
    module.store.rollback();
    throw;
  }
  module.store.commit();
}

}  // namespace

TEST(DemoDisplay, CountsTheClaimsThatDoNotHold) {
  Screen screen;
  app::demo::Display display{screen.terminal};
  EXPECT_TRUE(display.check(true, "both agree"));
  EXPECT_FALSE(display.check(false, "nothing is lost"));
  EXPECT_EQ(display.checks(), 2);
  EXPECT_EQ(display.failed(), 1);
  EXPECT_NE(screen.out.str().find("✗ NOT SO: nothing is lost"), std::string::npos);
}

TEST(DemoDisplay, DrawsItsCountersInPlaceOnATerminalAlone) {
  Screen pipe;
  app::demo::Display plain{pipe.terminal};
  plain.live({{"user.db", "1"}, {"billing.db", "0"}});
  plain.last({{"user.db", "2"}, {"billing.db", "2"}});
  EXPECT_EQ(pipe.out.str().find('\x1b'), std::string::npos);
  EXPECT_NE(pipe.out.str().find("user.db 2; billing.db 2\n"), std::string::npos);

  Screen screen;
  screen.terminal.out_is_tty = true;
  app::demo::Display drawn{screen.terminal};
  drawn.live({{"user.db", "1"}, {"billing.db", "0"}});
  drawn.last({{"user.db", "2"}, {"billing.db", "2"}});
  EXPECT_NE(screen.out.str().find("\x1b[2A"), std::string::npos);
}

TEST(DemoDisplay, BreaksLinesBetweenWords) {
  Screen screen;
  screen.terminal.out_is_tty = true;
  screen.terminal.columns = 40;
  app::demo::Display display{screen.terminal};
  display.say("why", "the store refuses what this event leads to");
  EXPECT_EQ(screen.out.str(),
            "   why          the store refuses what\n"
            "                this event leads to\n");
}

TEST(PlantedRefusal, RefusesTheChangesOfOneUserUntilItIsMended) {
  const test::TempFolder folder;
  const sql::Sqlite at{(folder.path() / "billing.db").string()};
  put(at, user(1, 1));
  put(at, user(2, 1));
  sql::plant_refusal(at, user(1, 1).id);
  EXPECT_THROW(put(at, user(1, 2)), sync::StoreRejected);
  put(at, user(2, 2));
  sql::mend_refusal(at);
  put(at, user(1, 2));
}
