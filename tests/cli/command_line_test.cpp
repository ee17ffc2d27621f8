#include <algorithm>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include <adapters/cli/exit_codes.hpp>
#include <adapters/cli/stop.hpp>
#include <tests/cli/ran.hpp>
#include <tests/cli/small_api.hpp>
#include <user/domain/api_key.hpp>

namespace cli_tests {
namespace {

using Words = std::vector<std::string>;

struct Wrong {
  Words words;
  std::string says;
};

void PrintTo(const Wrong& wrong, std::ostream* out) {
  for (const auto& word : wrong.words) *out << word << ' ';
}

class WrongCommandLine : public testing::TestWithParam<Wrong> {};

TEST_P(WrongCommandLine, EndsWithTwoAndOneLineAndNothingChanged) {
  SmallApi api;
  const Ran ran = run_on(api, GetParam().words);
  EXPECT_EQ(ran.code, 2);
  EXPECT_EQ(ran.out, "");
  EXPECT_EQ(std::ranges::count(ran.err, '\n'), 1) << ran.err;
  EXPECT_NE(ran.err.find(GetParam().says), std::string::npos) << ran.err;
  EXPECT_TRUE(api.seen.empty());
}

INSTANTIATE_TEST_SUITE_P(
    Table, WrongCommandLine,
    testing::Values(
        Wrong{{"user", "list", "--limt", "5"}, "unknown option \"--limt\" (did you mean --limit?)"},
        Wrong{{"user", "list", "--limt=5"}, "did you mean --limit?"},
        Wrong{{"user", "list", "-x"}, "unknown option \"-x\""},
        Wrong{{"usr"}, "unknown command \"usr\" (did you mean \"cleave user\"?)"},
        Wrong{{"user", "lst"}, "did you mean \"cleave user list\"?"},
        Wrong{{"register"}, "did you mean \"cleave user register\"?"},
        Wrong{{"user"}, "\"cleave user\" needs one of: register, get"},
        Wrong{{"sync", "parked"}, "needs one of: list, show, retry, discard"},
        Wrong{{"user", "list", "--limit"}, "--limit needs a value"},
        Wrong{{"user", "list", "--limit", "--json"}, "--limit needs a value"},
        Wrong{{"user", "register", "a@b.c", "--display-name", "--json"},
              "--display-name needs a value"},
        Wrong{{"user", "list", "--limit", "many"}, "a whole number from 1 to 1000, not \"many\""},
        Wrong{{"user", "list", "--limit", "5x"}, "a whole number from 1 to 1000"},
        Wrong{{"user", "list", "--limit", "0"}, "a whole number from 1 to 1000"},
        Wrong{{"user", "list", "--limit", "-3"}, "a whole number from 1 to 1000"},
        Wrong{{"user", "list", "--limit", "99999999999999999999"}, "a whole number from 1 to 1000"},
        Wrong{{"user", "list", "--limit", ""}, "a whole number from 1 to 1000"},
        Wrong{{"user", "list", "--limit", "5", "--limit", "6"}, "--limit is said twice"},
        Wrong{{"user", "list", "--status", "activ"}, "did you mean active?"},
        Wrong{{"user", "list", "--json", "--plain"}, "exclude each other"},
        Wrong{{"user", "list", "--json=no"}, "--json takes no value"},
        Wrong{{"user", "list", "--data", "d", "--server", "s"}, "exclude each other"},
        Wrong{{"user", "list", "sync"}, "unexpected argument \"sync\""},
        Wrong{{"user", "get"}, "USER is missing"},
        Wrong{{"user", "get", "a@b.c", "d@e.f"}, "unexpected argument \"d@e.f\""},
        Wrong{{"user", "get", "../keys"}, "\"../keys\" is no user"},
        Wrong{{"user", "get", ".."}, "is no user"},
        Wrong{{"user", "get", "usr_1\n\x1b[2J"}, "is no user"},
        Wrong{{"user", "update", "usr_1"}, "nothing to change was said"},
        Wrong{{"user", "register", "a@b.c", "--metadata", "plan"}, "NAME=VALUE"},
        Wrong{{"user", "import", "users.txt"}, "say --format"},
        Wrong{{"user", "import", "-"}, "say --format"},
        Wrong{{"key", "create", "reporting"}, "--scopes is missing"},
        Wrong{{"key", "create", "reporting", "--scopes", ","}, "names no scope"},
        Wrong{{"key", "revoke", "key_1"}, "say --yes"},
        Wrong{{"sync", "parked", "discard", "f", "user", "usr_1"}, "--reason is missing"},
        Wrong{{"sync", "events", "--log", "user/1"}, "did you mean user/0?"},
        Wrong{{"user", "list", "--server", "127.0.0.1:8420"}, "a server needs a key"}));

TEST(CommandLine, SaysWhatItCanWithExamplesFirst) {
  SmallApi api;
  const Ran ran = run_on(api, {"user", "list", "--help"});
  EXPECT_EQ(ran.code, 0);
  const auto examples = ran.out.find("Examples\n  cleave user list\n");
  const auto options = ran.out.find("--limit N");
  ASSERT_NE(examples, std::string::npos) << ran.out;
  ASSERT_NE(options, std::string::npos) << ran.out;
  EXPECT_LT(examples, options);
  EXPECT_EQ(ran.out, run_on(api, {"help", "user", "list"}).out);
  EXPECT_TRUE(api.seen.empty());
}

std::string operations_page() {
  std::ostringstream text;
  text << std::ifstream{CLEAVE_REPOSITORY "/docs/operations.md"}.rdbuf();
  return text.str();
}

TEST(CommandLine, HasTheSameExitCodesInItsDocuments) {
  for (const auto& [code, meaning] : cli::exit_codes) {
    const auto row = "\n| " + std::to_string(int(code)) + " | " + std::string{meaning} + " |\n";
    EXPECT_NE(operations_page().find(row), std::string::npos) << row;
  }
}

TEST(CommandLine, NamesEveryScopeWhereKeysAreMadeAndInItsDocuments) {
  SmallApi api;
  const auto help = run_on(api, {"help", "key", "create"}).out;
  for (const auto scope : user::api_scopes) {
    EXPECT_NE(help.find(scope), std::string::npos) << scope;
    EXPECT_NE(operations_page().find(scope), std::string::npos) << scope;
  }
}

TEST(CommandLine, DocumentsItsExitCodes) {
  SmallApi api;
  const Ran ran = run_on(api, {});
  EXPECT_EQ(ran.code, 0);
  EXPECT_NE(ran.out.find("Exit codes\n  0   done\n  1   refused"), std::string::npos) << ran.out;
  EXPECT_NE(ran.out.find("  78  the configuration is wrong"), std::string::npos) << ran.out;
}

TEST(CommandLine, TakesWhatIsSaidForEveryCommandInAnyPlace) {
  SmallApi api;
  api.add("ada@example.com");
  const Ran before = run_on(api, {"--json", "user", "get", "usr_000001"});
  const Ran behind = run_on(api, {"user", "get", "usr_000001", "--json"});
  EXPECT_EQ(before.code, 0) << before.err;
  EXPECT_EQ(before.out, behind.out);
  EXPECT_EQ(before.out.front(), '{');
}

TEST(CommandLine, KeepsValuesAsTheyAreSaid) {
  SmallApi api;
  for (const std::string name : {"[a,b]", "{}", "", "-x", "a,b", "%%", "true"}) {
    run_on(api, {"user", "register", "ada@example.com", "--display-name", name});
    const auto body = boost::json::parse(api.seen.back().body);
    EXPECT_EQ(std::string(body.at("display_name").as_string()), name);
  }
}

TEST(CommandLine, PassesServesOwnAnswerOn) {
  cli::Actions actions;
  cli::ServeOptions said;
  actions.serve = [&](const cli::ServeOptions& options, cli::Terminal&) {
    said = options;
    return 78;
  };
  const Ran ran = run_with(actions, {"serve", "--data", "./d", "--listen", "127.0.0.1:0",
                                     "--insecure", "--test-clock", "--config", "c.toml"});
  EXPECT_EQ(ran.code, 78);
  EXPECT_EQ(said.settings.data, "./d");
  EXPECT_EQ(said.settings.config, "c.toml");
  EXPECT_EQ(said.listen, "127.0.0.1:0");
  EXPECT_TRUE(said.insecure);
  EXPECT_TRUE(said.test_clock);
  EXPECT_FALSE(said.tls_cert);
}

TEST(Doctor, EndsWithOneWhereACheckFailedAndSaysWhatToDo) {
  cli::Actions actions;
  actions.place = [](const cli::Settings& settings) { return "data folder " + *settings.data; };
  auto state = cli::Check::State::warning;
  actions.doctor = [&](const cli::Settings&, bool, cli::Terminal&) {
    return std::vector<cli::Check>{{"user store", state, "2 pending", "run: cleave migrate"}};
  };
  const Ran warned = run_with(actions, {"doctor", "--data", "./d"});
  EXPECT_EQ(warned.code, 0);
  EXPECT_EQ(warned.out, "user store\twarning\t2 pending\n");
  EXPECT_EQ(warned.err, "using data folder ./d\nuser store: run: cleave migrate\n");
  state = cli::Check::State::failed;
  EXPECT_EQ(run_with(actions, {"doctor", "--data", "./d"}).code, 1);
}

TEST(Migrate, TellsWhatIsPendingFromWhatWasApplied) {
  cli::Actions actions;
  actions.place = [](const cli::Settings&) { return std::string("data folder ./data"); };
  bool dry = false;
  actions.migrate = [&](const cli::MigrateOptions& options) {
    dry = options.dry_run;
    return cli::Migrated{{}, {{"user", 1, "users", false}, {"user", 2, "keys", true}}};
  };
  EXPECT_EQ(run_with(actions, {"migrate"}).out,
            "user\t1\tusers\tin place\nuser\t2\tkeys\tapplied now\n");
  EXPECT_FALSE(dry);
  EXPECT_EQ(run_with(actions, {"migrate", "--dry-run"}).out,
            "user\t1\tusers\tin place\nuser\t2\tkeys\tpending\n");
  EXPECT_TRUE(dry);
}

TEST(Migrate, SaysWhichStatementsMakeTheRoles) {
  cli::Actions actions;
  actions.place = [](const cli::Settings&) { return std::string("data folder ./data"); };
  actions.migrate = [&](const cli::MigrateOptions& options) {
    return cli::Migrated{{{"user", options.admin_url.value() + ' ' + *options.password_file}}, {}};
  };
  EXPECT_EQ(run_with(actions, {"migrate", "--admin-url", "host=h", "--password-file", "f"}).err,
            "using data folder ./data\n-- user\nhost=h f;\nevery schema is up to date\n");
}

TEST(Actions, MayStopWithTheirOwnExitCode) {
  cli::Actions actions;
  actions.place = [](const cli::Settings&) { return std::string("data folder ./data"); };
  actions.config = [](const cli::Settings&) -> std::vector<cli::Setting> {
    throw cli::Stop(cli::ExitCode::config, "cleave.toml:3: unknown key \"lisen\"");
  };
  const Ran ran = run_with(actions, {"config"});
  EXPECT_EQ(ran.code, 78);
  EXPECT_NE(ran.err.find("error: cleave.toml:3: unknown key \"lisen\"\n"), std::string::npos);
}

}  // namespace
}  // namespace cli_tests
