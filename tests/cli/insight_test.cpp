#include <string>

#include <gtest/gtest.h>

#include <tests/cli/ran.hpp>
#include <tests/cli/small_api.hpp>

namespace cli_tests {
namespace {

std::string date(int day) { return (day < 10 ? "2026-11-0" : "2026-11-") + std::to_string(day); }

// Thirty days of which the last alone came to something.
std::string series(const std::string& metric, const std::string& kind, const std::string& currency,
                   const std::string& last) {
  std::string json = R"({"metric":")" + metric + R"(","kind":")" + kind + R"(","currency":)" +
                     currency + R"(,"days":[)";
  for (int day = 1; day < 30; ++day) {
    json += R"({"day":")" + date(day) +
            R"(","value":0,"change":0,"usual_low":null,"usual_high":null,"unusual":false},)";
  }
  return json + R"({"day":"2026-11-30",)" + last + "}]}";
}

const std::string mrr =
    series("mrr", "level", R"("eur")",
           R"("value":1250,"change":1250,"usual_low":-1,"usual_high":500,"unusual":true)");
const std::string sign_ups =
    series("sign_ups", "flow", "null",
           R"("value":1234,"change":1234,"usual_low":0,"usual_high":2000,"unusual":false)");

http::Response json_answer(const std::string& body) {
  http::Response response;
  response.body = body;
  return response;
}

struct Insight : testing::Test {
  Insight() {
    api.canned["GET /v1/insight"] = json_answer(R"({"data":[)" + sign_ups + "," + mrr + "]}");
    api.canned["GET /v1/insight/mrr"] = json_answer(mrr);
  }
  Ran run(std::size_t columns, std::vector<std::string> words = {"insight"}) {
    return run_on(api, words, {.on_tty = true, .columns = columns});
  }
  SmallApi api;
};

bool has(const std::string& text, const std::string& part) { return text.contains(part); }

TEST_F(Insight, KeepsTheNewestDaysWhereTheScreenIsNarrow) {
  for (const std::size_t columns : {80, 100, 200}) {
    const auto ran = run(columns);
    EXPECT_TRUE(has(ran.out, "█  ")) << columns << '\n' << ran.out;
    EXPECT_FALSE(has(ran.out, "…")) << columns << '\n' << ran.out;
  }
}

TEST_F(Insight, SaysAmountsInTheirCurrencyAndOfALevelWhatADayUsuallyChanges) {
  const auto ran = run(200);
  EXPECT_TRUE(has(ran.out, "12.50 EUR")) << ran.out;
  EXPECT_TRUE(has(ran.out, "-0.01 EUR to +5.00 EUR a day")) << ran.out;
  EXPECT_TRUE(has(ran.out, "0 to 2,000 ")) << ran.out;
}

TEST_F(Insight, DrawsAnAmountInItsCurrencyAndExplainsItsMark) {
  const auto ran = run(80, {"insight", "mrr", "--currency", "eur"});
  EXPECT_TRUE(has(ran.out, "12.50 EUR │")) << ran.out;
  EXPECT_TRUE(has(ran.out, "! changed by more or less than the 28 days before make usual"));
}

TEST_F(Insight, GivesProgramsMinorUnitsAndTheCurrencyBesideThem) {
  EXPECT_EQ(run_on(api, {"insight"}).out,
            "sign_ups\t1234\t1234\t0\t2000\t0\t\n"
            "mrr\t1250\t1250\t-1\t500\t1\teur\n");
  const auto days = run_on(api, {"insight", "mrr", "--currency", "eur"}).out;
  EXPECT_TRUE(has(days,
                  "2026-11-29\t0\t0\t\t\tno\teur\n"
                  "2026-11-30\t1250\t1250\t-1\t500\tyes\teur\n"))
      << days;
}

}  // namespace
}  // namespace cli_tests
