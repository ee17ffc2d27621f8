#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <ctime>
#include <string>
#include <thread>
#include <vector>

#include <app/log_text.hpp>
#include <app/logging.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <gtest/gtest.h>
#include <shared/domain/instant.hpp>
#include <spdlog/spdlog.h>

namespace {

using app::LogFormat;

template <class Work>
std::string logged(const std::string& level, LogFormat format, Work work) {
  app::start_logging(level, format);
  testing::internal::CaptureStderr();
  work();
  spdlog::default_logger()->flush();
  return testing::internal::GetCapturedStderr();
}

std::string json_inside(std::string_view text) {
  std::string out;
  app::append_json(out, text);
  return out;
}

std::string printable(std::string_view text, bool quote) {
  std::string out;
  app::append_printable(out, text, quote);
  return out;
}

TEST(Logging, WritesOneJsonObjectPerLineInUtc) {
  setenv("TZ", "XYZ-9", 1);
  tzset();
  const auto line = logged("info", LogFormat::json, [] {
    app::log_info("applied", {{"event", "user.registered"},
                              {"request_id", std::string("req \"1\"\n")},
                              {"traceparent", ""},
                              {"offset", std::uint64_t{42}},
                              {"repeated", false}});
  });
  EXPECT_EQ(std::count(line.begin(), line.end(), '\n'), 1);
  const auto object = boost::json::parse(line).as_object();
  EXPECT_EQ(object.at("level"), "info");
  EXPECT_EQ(object.at("message"), "applied");
  EXPECT_EQ(object.at("event"), "user.registered");
  EXPECT_EQ(object.at("request_id"), "req \"1\"\n");
  EXPECT_EQ(object.at("offset"), 42);
  EXPECT_EQ(object.at("repeated"), false);
  EXPECT_FALSE(object.contains("traceparent")) << "an empty text says nothing";
  const auto ts = shared::parse_rfc3339(std::string(object.at("ts").as_string()));
  ASSERT_TRUE(ts);
  EXPECT_LT(abs(std::chrono::system_clock::now() - *ts), std::chrono::minutes{1});
}

TEST(Logging, NothingInAValueForgesALineOrAField) {
  const std::string evil = "x\n{\"level\":\"info\"}\x1Fuser\x1E" "root\x1b[31m\xFF\\";
  const auto line =
      logged("info", LogFormat::json, [&] { app::log_warn(evil, {{"path", evil}}); });
  EXPECT_EQ(std::count(line.begin(), line.end(), '\n'), 1);
  const auto object = boost::json::parse(line).as_object();
  EXPECT_EQ(object.size(), 4U);
  EXPECT_FALSE(object.contains("user"));
}

TEST(Logging, WritesTextForPeople) {
  const auto line = logged("info", LogFormat::text, [] {
    app::log_warn("parked a key\x1b[31m", {{"follower", "billing-follows-user"},
                                           {"offset", 7},
                                           {"why", "a \"b\" c\n"},
                                           {"none", std::string_view()}});
  });
  EXPECT_EQ(line.substr(24), " warning parked a key\\x1b[31m follower=billing-follows-user "
                             "offset=7 why=\"a \\\"b\\\" c\\x0a\"\n");
}

TEST(Logging, SaysNothingBelowItsLevel) {
  EXPECT_EQ(logged("warn", LogFormat::json, [] { app::log_info("no"); }), "");
  EXPECT_EQ(logged("error", LogFormat::json, [] { app::log_warn("no"); }), "");
  EXPECT_NE(logged("error", LogFormat::json, [] { app::log_error("yes"); }), "");
  EXPECT_NE(logged("debug", LogFormat::json, [] { app::log_debug("yes"); }), "");
  (void)logged("info", LogFormat::json, [] { EXPECT_FALSE(app::logs_debug()); });
}

TEST(Logging, LinesBySpdlogItselfHaveTheSameForm) {
  const auto line = logged("info", LogFormat::json, [] { spdlog::error("a \"quoted\" word"); });
  const auto object = boost::json::parse(line).as_object();
  EXPECT_EQ(object.at("level"), "error");
  EXPECT_EQ(object.at("message"), "a \"quoted\" word");
}

TEST(Logging, LinesOfManyThreadsStayWhole) {
  const auto text = logged("info", LogFormat::json, [] {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 4; ++i) {
      threads.emplace_back([] {
        for (int n = 0; n < 100; ++n) app::log_info("line", {{"n", n}});
      });
    }
  });
  std::size_t lines = 0;
  for (std::size_t at = 0; at < text.size(); ++lines) {
    const auto end = text.find('\n', at);
    EXPECT_NO_THROW((void)boost::json::parse(text.substr(at, end - at)));
    at = end + 1;
  }
  EXPECT_EQ(lines, 400U);
}

TEST(LogText, JsonIsAlwaysUtf8) {
  EXPECT_EQ(json_inside("a\"\\\x01\x7F é €😀"), "a\\\"\\\\\\u0001\x7F é €😀");
  const std::string_view wrong[] = {"\xFF", "\xC0\xAF",     "\xC3",         "\xE2\x82",
                                    "\x80", "\xED\xA0\x80", "\xE0\x80\x80", "\xF5\x80\x80\x80",
                                    "\xF0\x80\x80\x80", "\xF4\x90\x80\x80"};
  for (const auto text : wrong) {
    std::string expected;
    for (std::size_t i = 0; i < text.size(); ++i) expected += "\xEF\xBF\xBD";
    EXPECT_EQ(json_inside(text), expected);
  }
}

TEST(LogText, PrintableSaysNothingToATerminal) {
  EXPECT_EQ(printable("a\tb\x1b\x7F\xC2\x9B\xFF é", false), "a\\x09b\\x1b\\x7f\\xc2\\x9b\\xff é");
  EXPECT_EQ(printable("plain", true), "plain");
  EXPECT_EQ(printable("a b", true), "\"a b\"");
  EXPECT_EQ(printable("a=\"\\", true), "\"a=\\\"\\\\\"");
  EXPECT_EQ(printable("", true), "\"\"");
}

TEST(Logging, TakesTheFormThatTheSettingNames) {
  EXPECT_EQ(app::log_format("json"), LogFormat::json);
  EXPECT_EQ(app::log_format("text"), LogFormat::text);
}

}  // namespace
