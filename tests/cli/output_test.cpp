#include <algorithm>
#include <chrono>
#include <sstream>
#include <string>

#include <gtest/gtest.h>

#include <adapters/cli/progress.hpp>
#include <adapters/cli/suggestion.hpp>
#include <adapters/cli/table.hpp>
#include <adapters/cli/terminal.hpp>
#include <tests/cli/ran.hpp>
#include <tests/cli/small_api.hpp>

namespace cli_tests {
namespace {

http::Response json_answer(const std::string& body) {
  http::Response response;
  response.body = body;
  return response;
}

constexpr const char* sync_status = R"({
  "logs": [{"log":"user/0","epoch":1,"head":10042,"chain":"9f0c2d5e7a1b3c4d5e6f7081"},
           {"log":"billing/0","epoch":1,"head":12,"chain":"00112233445566778899aabb"}],
  "followers": [{"follower":"billing-follows-user","source":"user/0","position":"user/0:1:10040",
                 "offset":10040,"head":10042,"lag_events":2,"lag_ms":1234,"parked_keys":1,
                 "state":"running","stopped":""},
                {"follower":"user-follows-billing","source":"billing/0",
                 "position":"billing/0:1:12","offset":12,"head":12,"lag_events":0,"lag_ms":0,
                 "parked_keys":0,"state":"stopped","stopped":"the source went back"}]})";

TEST(Output, ShowsWhoFollowsWhomAsATable) {
  SmallApi api;
  api.canned["GET /v1/sync"] = json_answer(sync_status);
  const Ran ran = run_on(api, {"sync", "status"}, {.on_tty = true, .columns = 120});
  EXPECT_EQ(ran.out,
            "LOG        EPOCH    HEAD  CHAIN\n"
            "user/0         1  10,042  9f0c2d5e7a1b3c4d\n"
            "billing/0      1      12  0011223344556677\n"
            "\n"
            "FOLLOWER              FOLLOWS    POSITION    HEAD       LAG  BEHIND BY  PARKED"
            "  STATE\n"
            "billing-follows-user  user/0       10,040  10,042  2 events   1,234 ms   1 key"
            "  running\n"
            "user-follows-billing  billing/0        12      12  0 events       0 ms    none"
            "  stopped\n");
  EXPECT_NE(ran.err.find("cleave sync parked list --follower billing-follows-user"),
            std::string::npos);
  EXPECT_NE(ran.err.find("user-follows-billing stopped: the source went back"),
            std::string::npos);
}

TEST(Output, GivesProgramsLinesWithTabs) {
  SmallApi api;
  api.canned["GET /v1/sync"] = json_answer(sync_status);
  EXPECT_EQ(run_on(api, {"sync", "status"}).out,
            "log\tuser/0\t1\t10042\t9f0c2d5e7a1b3c4d5e6f7081\n"
            "log\tbilling/0\t1\t12\t00112233445566778899aabb\n"
            "follower\tbilling-follows-user\tuser/0\tuser/0:1:10040\t10042\t2\t1234\t1"
            "\trunning\n"
            "follower\tuser-follows-billing\tbilling/0\tbilling/0:1:12\t12\t0\t0\t0"
            "\tstopped\n");
}

TEST(Output, ExplainsARefusalWithItsFieldAndTheNextStep) {
  SmallApi api;
  api.add("ada@example.com");
  const Ran ran = run_on(api, {"user", "register", "Ada@example.com"});
  EXPECT_EQ(ran.code, 1);
  EXPECT_EQ(ran.out, "");
  EXPECT_EQ(ran.err,
            "using data folder ./data\n"
            "error: Another user has this e-mail address. (user.email_taken)\n"
            "  field    /email\n"
            "  next     find who has it: cleave user get EMAIL\n"
            "  request  req-1\n");
}

struct Outcome {
  int status;
  int code;
};

TEST(Output, TellsScriptsByTheExitCode) {
  for (const auto [status, code] : {Outcome{400, 1}, Outcome{401, 1}, Outcome{403, 1},
                                    Outcome{404, 4}, Outcome{409, 1}, Outcome{410, 4},
                                    Outcome{412, 1}, Outcome{422, 1}, Outcome{429, 3},
                                    Outcome{500, 3}, Outcome{503, 3}}) {
    SmallApi api;
    api.canned["GET /v1/users"] = problem(status, "some.code", "Something.");
    EXPECT_EQ(run_on(api, {"user", "list"}).code, code) << status;
  }
  SmallApi api;
  EXPECT_EQ(run_on(api, {"user", "get", "ada@example.com"}).code, 4);
  api.canned["GET /v1/users"] = json_answer("<html>");
  EXPECT_EQ(run_on(api, {"user", "list"}).code, 3);
  api.canned["GET /v1/users"] = json_answer("{}");
  EXPECT_EQ(run_on(api, {"user", "list"}).code, 3);
}

TEST(Output, CannotRewriteATerminal) {
  SmallApi api;
  api.add("ada@example.com", "Ada\x1b[2J\n\xE2\x80\xAE" "evil");
  const Ran ran = run_on(api, {"user", "get", "ada@example.com"}, {.on_tty = true});
  EXPECT_EQ(ran.out.find('\x1b'), std::string::npos) << ran.out;
  EXPECT_EQ(ran.out.find("\xE2\x80\xAE"), std::string::npos);
  EXPECT_NE(ran.out.find("name       Ada\uFFFD[2J\uFFFD\uFFFDevil\n"), std::string::npos)
      << ran.out;
}

TEST(Output, ReplacesBytesThatAreNoText) {
  EXPECT_EQ(cli::printable("a\xFF\xC0\x80z"), "a\uFFFD\uFFFD\uFFFDz");
  EXPECT_EQ(cli::printable("Grüße 世界 👋"), "Grüße 世界 👋");
  EXPECT_EQ(cli::display_width("Grüße 世界"), 10U);
  EXPECT_EQ(cli::shortened("世界世界", 5), "世界…");
}

TEST(Output, CutsWideCellsToTheScreen) {
  SmallApi api;
  api.add("somebody.with.a.very.long.address.indeed@department.example.com", "Some Body");
  const Ran ran = run_on(api, {"user", "list"}, {.on_tty = true, .columns = 70});
  std::istringstream lines(ran.out);
  for (std::string line; std::getline(lines, line);) {
    EXPECT_LE(cli::display_width(line), 70U) << line;
  }
  EXPECT_NE(ran.out.find("…"), std::string::npos) << ran.out;
}

TEST(Output, LeavesColumnsOutRatherThanWrapALine) {
  SmallApi api;
  api.canned["GET /v1/sync"] = json_answer(sync_status);
  const Ran ran = run_on(api, {"sync", "status"}, {.on_tty = true, .columns = 80});
  std::istringstream lines(ran.out);
  for (std::string line; std::getline(lines, line);) {
    EXPECT_LE(cli::display_width(line), 80U) << line;
  }
  EXPECT_NE(ran.out.find("FOLLOWER              POSITION"), std::string::npos) << ran.out;
  EXPECT_NE(ran.out.find("  stopped\n"), std::string::npos) << ran.out;
}

TEST(Output, NamesThePageThatFollows) {
  SmallApi api;
  for (int i = 0; i < 3; ++i) api.add("u" + std::to_string(i) + "@example.com");
  const Ran ran = run_on(api, {"user", "list", "--limit", "2"});
  EXPECT_NE(ran.err.find("more: cleave user list --limit 2 --starting-after usr_000002\n"),
            std::string::npos)
      << ran.err;
}

TEST(Delete, AsksAPersonAndTakesNoForAnAnswer) {
  SmallApi api;
  api.add("ada@example.com");
  const std::vector<std::string> words = {"user", "delete", "ada@example.com"};
  const Ran no = run_on(api, words, {.input = "\n", .on_tty = true});
  EXPECT_EQ(no.code, 1);
  EXPECT_NE(no.err.find("Delete user usr_000001 (ada@example.com) for good? [y/N]"),
            std::string::npos);
  EXPECT_EQ(run_on(api, words).code, 2);
  EXPECT_EQ(run_on(api, {"user", "delete", "ada@example.com", "--dry-run"}).code, 0);
  EXPECT_EQ(api.users(), 1U);
  EXPECT_EQ(run_on(api, words, {.input = "y\n", .on_tty = true}).code, 0);
  EXPECT_EQ(api.users(), 0U);
}

TEST(Delete, IsDoneAtOnceWithYes) {
  SmallApi api;
  api.add("ada@example.com");
  const Ran ran = run_on(api, {"user", "delete", "usr_000001", "--yes", "--if-version", "7"});
  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_NE(ran.err.find("deleted usr_000001 (ada@example.com) (user/0:1:9)"), std::string::npos);
  const auto& headers = api.seen.back().headers;
  EXPECT_NE(std::ranges::find(headers, std::pair<std::string, std::string>("if-match", "\"7\"")),
            headers.end());
}

TEST(Events, FollowFromNowUntilTheLimit) {
  SmallApi api;
  api.canned["GET /v1/sync"] = json_answer(sync_status);
  api.canned["GET /v1/events"] = json_answer(
      R"({"data":[{"id":"e1","type":"user.registered","subject":"usr_1","sequence":"10043"}],)"
      R"("next":"user/0:1:10043","has_more":false})");
  const Ran ran = run_on(api, {"sync", "events", "--follow", "--limit", "3", "--json"});
  EXPECT_EQ(std::count(ran.out.begin(), ran.out.end(), '\n'), 3);
  ASSERT_EQ(api.seen.size(), 4U);
  const auto after = [&](std::size_t at) { return *api.seen[at].parameter("after"); };
  EXPECT_EQ(after(1), "10042");
  EXPECT_EQ(after(2), "user/0:1:10043");
  EXPECT_EQ(api.seen[1].parameter("wait"), "25");
}

TEST(Events, AreFollowedAcrossAServerThatWasAway) {
  class Away : public SmallApi {
    void handle(http::Request request, http::Reply reply) override {
      if (request.path == "/v1/events" && ++asked_ == 2) busy_answers = 1;
      SmallApi::handle(std::move(request), std::move(reply));
    }
    int asked_ = 0;
  } api;
  api.canned["GET /v1/events"] = json_answer(
      R"({"data":[{"id":"e1","sequence":"1"}],"next":"user/0:1:1","has_more":true})");
  const Ran ran = run_on(api, {"sync", "events", "--follow", "--after", "0", "--limit", "2"});
  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_EQ(std::count(ran.out.begin(), ran.out.end(), '\n'), 2);
  EXPECT_NE(ran.err.find("waiting: Too much is waiting."), std::string::npos) << ran.err;
}

TEST(Key, GoesToItsFileAndNowhereElse) {
  SmallApi api;
  api.canned["POST /v1/keys"] = json_answer(R"({"id":"key_1","name":"reporting",)"
                                            R"("scopes":["users:read","sync:read"],)"
                                            R"("token":"clv_s3"})");
  const auto path = temporary_path("token");
  const Ran ran = run_on(api, {"key", "create", "reporting", "--scopes", "users:read",
                               "--token-file", path, "--json"});
  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_EQ(text_of_file(path), "clv_s3\n");
  EXPECT_EQ((ran.out + ran.err).find("clv_s3"), std::string::npos);
  const Ran again = run_on(api, {"key", "create", "other", "--scopes", "users:read",
                                 "--token-file", path});
  EXPECT_EQ(again.code, 5);
  EXPECT_EQ(text_of_file(path), "clv_s3\n");
  const Ran shown = run_on(api, {"key", "create", "reporting", "--scopes", "users:read"});
  EXPECT_NE(shown.out.find("scopes\tusers:read,sync:read\n"), std::string::npos) << shown.out;
  EXPECT_NE(shown.out.find("token\tclv_s3\n"), std::string::npos);
}

TEST(Progress, IsSilentWhereNobodyWatches) {
  std::ostringstream out;
  std::istringstream in;
  cli::Terminal terminal{out, out, in};
  cli::Progress progress(terminal, "importing", "rows");
  progress.at(500, 0.5);
  EXPECT_EQ(out.str(), "");
}

TEST(Progress, ShowsHowFarItIsAndLeavesNothingBehind) {
  std::ostringstream out;
  std::istringstream in;
  cli::Terminal terminal{out, out, in};
  terminal.err_is_tty = true;
  {
    cli::Progress progress(terminal, "importing", "rows");
    progress.at(5000, 0.5);
    EXPECT_NE(out.str().find("importing  [============>           ] 50 %  5,000 rows"),
              std::string::npos)
        << out.str();
  }
  EXPECT_TRUE(out.str().ends_with("\r\x1b[K"));
  EXPECT_EQ(cli::clock_text(std::chrono::seconds(7)), "0:07");
  EXPECT_EQ(cli::clock_text(std::chrono::seconds(11'105)), "3:05:05");
}

TEST(Suggestion, IsMadeOnlyWhereItIsNear) {
  EXPECT_EQ(cli::nearest("lsit", {"list", "get"}), "list");
  EXPECT_EQ(cli::nearest("reg", {"register", "get"}), "register");
  EXPECT_EQ(cli::nearest("xyz", {"list", "get"}), "");
}

TEST(PlainCell, StaysOnItsLineInItsColumn) {
  EXPECT_EQ(cli::plain_cell("a\tb\nc\\d"), "a\\tb\\nc\\\\d");
}

}  // namespace
}  // namespace cli_tests
