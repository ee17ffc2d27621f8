#include <algorithm>
#include <chrono>
#include <sstream>
#include <string>

#include <gtest/gtest.h>

#include <boost/json.hpp>

#include <adapters/cli/status_picture.hpp>
#include <adapters/http/replies.hpp>
#include <tests/cli/ran.hpp>

namespace cli_tests {
namespace {

using namespace std::chrono_literals;
namespace bj = boost::json;

// What a server says while user/0 grows and billing follows it.
bj::object status_at(int head, int offset, const std::string& state = "running") {
  return bj::parse(R"({"logs":[{"log":"user/0","epoch":1,"head":)" + std::to_string(head) +
                   R"(},{"log":"billing/0","epoch":2,"head":7}],"followers":[)"
                   R"({"follower":"billing-follows-user","source":"user/0","offset":)" +
                   std::to_string(offset) + R"(,"head":)" + std::to_string(head) +
                   R"(,"lag_events":)" + std::to_string(head - offset) +
                   R"(,"lag_ms":12,"parked_keys":0,"verified_offset":5,)"
                   R"("verified_at":"2026-11-20T10:57:43.120Z","state":")" +
                   state + R"("}]})")
      .as_object();
}

// Growing: a server at which something happened each time that it is asked, and which is away
// when it is asked for the time that it is told.
class Growing final : public http::Handler {
 public:
  void handle(http::Request, http::Reply reply) override {
    ++asked;
    if (asked == away_at) return reply(http::json_response(503, "{}"));
    reply(http::json_response(200, bj::serialize(status_at(100 * asked, 100 * asked - 3))));
  }
  int asked = 0;
  int away_at = 0;
};

TEST(StatusPicture, ShowsEachLogWithItsFollowersAndHowFastTheyMove) {
  std::ostringstream out;
  std::ostringstream err;
  std::istringstream in;
  cli::Terminal terminal{out, err, in};
  terminal.out_is_tty = true;
  terminal.columns = 120;
  cli::StatusPicture picture;
  const cli::StatusPicture::Clock::time_point begin{};
  picture.take(status_at(1000, 990), begin + 1s);
  EXPECT_EQ(picture.json().find("null") != std::string::npos, true);
  picture.take(status_at(3000, 2990), begin + 3s);
  const auto lines = picture.lines(terminal);
  ASSERT_EQ(lines.size(), 4U);
  EXPECT_EQ(lines[1],
            "user/0           3,000  1,000/s                                                  "
            "epoch 1");
  EXPECT_EQ(lines[2],
            " └─▶ billing     2,990  1,000/s  10 events      12 ms    none  5 at 10:57:43     "
            "running");
  EXPECT_TRUE(lines[3].starts_with("billing/0"));
  EXPECT_NE(picture.json().find(R"("events_per_s":1000)"), std::string::npos);
}

TEST(StatusPicture, FitsANarrowTerminal) {
  std::ostringstream out;
  std::ostringstream err;
  std::istringstream in;
  cli::Terminal terminal{out, err, in};
  terminal.out_is_tty = true;
  terminal.columns = 70;
  cli::StatusPicture picture;
  picture.take(status_at(1'000'000, 990'000), {});
  for (const auto& line : picture.lines(terminal)) EXPECT_LE(cli::display_width(line), 70U);
}

TEST(StatusPicture, TellsWhatChangedAndNothingElse) {
  cli::StatusPicture picture;
  picture.take(status_at(10, 10), {});
  EXPECT_EQ(picture.changes().size(), 3U);
  picture.take(status_at(10, 10), {});
  EXPECT_TRUE(picture.changes().empty());
  picture.take(status_at(10, 10, "stopped"), {});
  ASSERT_EQ(picture.changes().size(), 1U);
  EXPECT_EQ(picture.changes()[0], "billing-follows-user\t10\t10\t0\t0\tstopped");
}

TEST(StatusWatch, DrawsInPlaceAndGivesTheCursorBack) {
  Growing api;
  const Ran ran = run_on(api, {"sync", "status", "--watch", "--times", "2"},
                         {.on_tty = true, .columns = 120});
  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_EQ(api.asked, 2);
  EXPECT_TRUE(ran.out.starts_with("\x1b[?25l")) << ran.out;
  EXPECT_TRUE(ran.out.ends_with("\x1b[?25h"));
  EXPECT_NE(ran.out.find("\x1b[6A"), std::string::npos);
}

TEST(StatusWatch, WithoutATerminalSaysALineForEachChange) {
  Growing api;
  const Ran ran = run_on(api, {"sync", "status", "--watch", "--times", "2"});
  EXPECT_EQ(ran.out,
            "user/0\t100\tepoch 1\n"
            "billing/0\t7\tepoch 2\n"
            "billing-follows-user\t97\t100\t3\t0\trunning\n"
            "user/0\t200\tepoch 1\n"
            "billing-follows-user\t197\t200\t3\t0\trunning\n");
}

TEST(StatusWatch, AsJsonIsOneLineAnInterval) {
  Growing api;
  const Ran ran = run_on(api, {"sync", "status", "--watch", "--times", "2", "--json"});
  EXPECT_EQ(std::ranges::count(ran.out, '\n'), 2);
  const auto second = bj::parse(ran.out.substr(ran.out.find('\n') + 1));
  EXPECT_GT(second.at("logs").at(0).at("events_per_s").to_number<int>(), 0);
}

TEST(StatusWatch, WaitsForAServerThatGoesAwayWhileItLooks) {
  Growing api;
  api.away_at = 2;
  const Ran ran = run_on(api, {"sync", "status", "--watch", "--times", "3"},
                         {.on_tty = true, .columns = 120});
  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_NE(ran.out.find("as it was; now "), std::string::npos) << ran.out;
  EXPECT_EQ(api.asked, 3);
}

TEST(StatusWatch, ItsIntervalIsForWatchingAlone) {
  Growing api;
  EXPECT_EQ(run_on(api, {"sync", "status", "--interval", "2"}).code, 2);
  EXPECT_EQ(api.asked, 0);
}

}  // namespace
}  // namespace cli_tests
