#include <algorithm>
#include <string>

#include <boost/json.hpp>
#include <gtest/gtest.h>

#include <tests/cli/ran.hpp>
#include <tests/cli/small_api.hpp>

namespace cli_tests {
namespace {

std::string counts(int read, int created, int updated, int unchanged, int failed) {
  return "read\t" + std::to_string(read) + "\ncreated\t" + std::to_string(created) +
         "\nupdated\t" + std::to_string(updated) + "\nunchanged\t" + std::to_string(unchanged) +
         "\nfailed\t" + std::to_string(failed) + "\n";
}

std::string many_users(int count) {
  std::string text;
  for (int i = 0; i < count; ++i) {
    text += R"({"email":"u)" + std::to_string(i) + R"(@example.com","display_name":"U"})" + "\n";
  }
  return text;
}

TEST(Import, CreatesEveryUserOnceHoweverOftenTheFileIsImported) {
  SmallApi api;
  const auto file = file_with("twice.ndjson", many_users(734));
  const Ran first = run_on(api, {"user", "import", file});
  EXPECT_EQ(first.code, 0) << first.err;
  EXPECT_EQ(first.out, counts(734, 734, 0, 0, 0));
  const Ran second = run_on(api, {"user", "import", file});
  EXPECT_EQ(second.code, 0) << second.err;
  EXPECT_EQ(second.out, counts(734, 0, 0, 734, 0));
  EXPECT_EQ(api.users(), 734U);
  EXPECT_EQ(api.seen.size(), 4U);  // 500 rows a batch
}

TEST(Import, KeepsABatchUnderAMebibyte) {
  SmallApi api;
  std::string text;
  for (int i = 0; i < 60; ++i) {
    text += R"({"email":"u)" + std::to_string(i) + R"(@example.com","display_name":")" +
            std::string(50'000, 'x') + "\"}\n";
  }
  const Ran ran = run_on(api, {"user", "import", "-", "--format", "ndjson"}, {.input = text});
  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_EQ(ran.out, counts(60, 60, 0, 0, 0));
  EXPECT_GT(api.seen.size(), 2U);
}

TEST(Import, ReadsCsvAsItReadsNdjson) {
  SmallApi api;
  const auto file = file_with(
      "users.csv", "email,display_name,metadata.plan\nada@example.com,\"Lovelace, Ada\",pro\n");
  const Ran ran = run_on(api, {"user", "import", file});
  EXPECT_EQ(ran.out, counts(1, 1, 0, 0, 0)) << ran.err;
  const auto row = boost::json::parse(api.seen.back().body).at("rows").at(0);
  EXPECT_EQ(row.at("line"), 2);
  EXPECT_EQ(row.at("display_name"), "Lovelace, Ada");
  EXPECT_EQ(row.at("metadata").at("plan"), "pro");
}

TEST(Import, NamesTheLineOfEveryRowThatFailsAndEndsWithOne) {
  SmallApi api;
  const auto file = file_with("wrong.ndjson",
                              "{\"email\":\"ada@example.com\"}\n"
                              "\n"
                              "{\"email\":5}\n"
                              "{not json\n"
                              "{\"email\":\"nobody\"}\n"
                              "{\"email\":\"bob@example.com\"}\n");
  const Ran ran = run_on(api, {"user", "import", file});
  EXPECT_EQ(ran.code, 1);
  EXPECT_EQ(ran.out, counts(5, 2, 0, 0, 3));
  EXPECT_NE(ran.err.find("line 3: "), std::string::npos) << ran.err;
  EXPECT_NE(ran.err.find("line 4: "), std::string::npos) << ran.err;
  EXPECT_NE(ran.err.find("line 5: The e-mail address has no @. (user.email_invalid)"),
            std::string::npos)
      << ran.err;
  EXPECT_EQ(api.users(), 2U);
}

TEST(Import, UpdatesOnlyWhenAsked) {
  SmallApi api;
  api.add("ada@example.com", "Ada");
  const std::string row = R"({"email":"ADA@example.com","display_name":"Ada King"})";
  const auto file = file_with("update.ndjson", row);
  EXPECT_EQ(run_on(api, {"user", "import", file}).out, counts(1, 0, 0, 0, 1));
  EXPECT_EQ(run_on(api, {"user", "import", file, "--update"}).out, counts(1, 0, 1, 0, 0));
  EXPECT_EQ(run_on(api, {"user", "import", file, "--update"}).out, counts(1, 0, 0, 1, 0));
}

TEST(Import, ChangesNothingInADryRun) {
  SmallApi api;
  const auto file = file_with("dry.ndjson", many_users(3));
  const Ran ran = run_on(api, {"user", "import", file, "--dry-run"});
  EXPECT_EQ(ran.code, 0);
  EXPECT_EQ(ran.out, counts(3, 3, 0, 0, 0));
  EXPECT_NE(ran.err.find("nothing was changed"), std::string::npos);
  EXPECT_EQ(api.users(), 0U);
}

TEST(Import, EndsBadlyWhereTheCountsDoNotMatch) {
  SmallApi api;
  api.lies = 1;
  const Ran ran = run_on(api, {"user", "import", file_with("lie.ndjson", many_users(3))});
  EXPECT_EQ(ran.code, 1);
  EXPECT_NE(ran.err.find("do not match"), std::string::npos) << ran.err;
}

TEST(Import, AsksABusyServerAgain) {
  SmallApi api;
  api.busy_answers = 1;
  const Ran ran = run_on(api, {"user", "import", file_with("busy.ndjson", many_users(3))});
  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_EQ(ran.out, counts(3, 3, 0, 0, 0));
  EXPECT_EQ(api.seen.size(), 2U);
}

TEST(Import, SaysThatAFileIsMissing) {
  SmallApi api;
  const Ran ran = run_on(api, {"user", "import", temporary_path("nowhere.csv")});
  EXPECT_EQ(ran.code, 5);
  EXPECT_NE(ran.err.find("No such file"), std::string::npos) << ran.err;
}

TEST(Import, AnswersAsJsonWhenAsked) {
  SmallApi api;
  const auto file = file_with("json.ndjson", many_users(2));
  const Ran ran = run_on(api, {"user", "import", file, "--json"});
  EXPECT_EQ(boost::json::parse(ran.out).at("created"), 2);
}

TEST(Export, WritesEveryUserOnceAcrossPages) {
  SmallApi api;
  for (int i = 0; i < 2345; ++i) api.add("u" + std::to_string(i) + "@example.com");
  const auto path = temporary_path("all.ndjson");
  const Ran ran = run_on(api, {"user", "export", path});
  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_NE(ran.err.find("exported 2,345 users to"), std::string::npos) << ran.err;
  const std::string text = text_of_file(path);
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 2345);
  EXPECT_EQ(api.seen.size(), 3U);
  EXPECT_EQ(run_on(api, {"user", "export"}).out, text);
}

TEST(Export, CanBeImportedAgainAndChangesNothing) {
  SmallApi api;
  for (int i = 0; i < 20; ++i) api.add("u" + std::to_string(i) + "@example.com", "U");
  const auto path = temporary_path("again.ndjson");
  ASSERT_EQ(run_on(api, {"user", "export", path}).code, 0);
  EXPECT_EQ(run_on(api, {"user", "import", path}).out, counts(20, 0, 0, 20, 0));
}

TEST(Export, LeavesTheOldFileWhereItBreaksOff) {
  SmallApi api;
  api.canned["GET /v1/users"] = problem(503, "lane.full", "Too much is waiting.");
  const auto path = file_with("old.ndjson", "old\n");
  const Ran ran = run_on(api, {"user", "export", path});
  EXPECT_EQ(ran.code, 3);
  EXPECT_EQ(text_of_file(path), "old\n");
}

TEST(Export, RefusesPagesThatRepeatAUser) {
  SmallApi api;
  http::Response page;
  page.body = R"({"data":[{"id":"usr_1"}],"has_more":true})";
  api.canned["GET /v1/users"] = page;
  const Ran ran = run_on(api, {"user", "export", temporary_path("loop.ndjson")});
  EXPECT_EQ(ran.code, 3);
  EXPECT_NE(ran.err.find("out of order"), std::string::npos) << ran.err;
}

}  // namespace
}  // namespace cli_tests
