#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <adapters/files/user/user_rows.hpp>

namespace {

using files::UserRow;
using files::UserRows;

std::vector<UserRow> read(std::unique_ptr<UserRows> rows, std::string_view text,
                          std::size_t piece = 1'000'000) {
  std::vector<UserRow> all;
  for (std::size_t at = 0; at < text.size(); at += piece) {
    for (auto& row : rows->feed(text.substr(at, piece))) all.push_back(std::move(row));
  }
  for (auto& row : rows->finish()) all.push_back(std::move(row));
  return all;
}
std::vector<UserRow> csv(std::string_view text) { return read(files::csv_user_rows(), text); }
std::vector<UserRow> ndjson(std::string_view text) { return read(files::ndjson_user_rows(), text); }

// "7:user.code" for a row that is wrong, "7 a@b.org" for a good one.
std::string brief(const UserRow& row) {
  if (row) return std::to_string(row->line) + " " + row->email;
  return std::to_string(row.error().line) + ":" + std::string{row.error().error.code};
}
std::vector<std::string> brief(const std::vector<UserRow>& rows) {
  std::vector<std::string> out;
  for (const auto& row : rows) out.push_back(brief(row));
  return out;
}
using Brief = std::vector<std::string>;

TEST(NdjsonUserRows, AreOneObjectALine) {
  const auto rows = ndjson(
      "\xEF\xBB\xBF{\"email\":\"a@b.org\",\"locale\":\"de\"}\r\n\n"
      "{\"email\":\"c@d.org\",\"display_name\":\"\",\"metadata\":{\"k\":\"v\"}}");
  ASSERT_EQ(brief(rows), (Brief{"1 a@b.org", "3 c@d.org"}));
  EXPECT_EQ(rows[0]->locale, "de");
  EXPECT_FALSE(rows[0]->display_name);
  EXPECT_EQ(rows[1]->display_name, "");
  EXPECT_EQ(rows[1]->metadata->at("k"), "v");
}

TEST(NdjsonUserRows, ThatAreWrongAreNamedByTheirLine) {
  EXPECT_EQ(brief(ndjson("{\"email\":\"a@b.org\"\n"
                         "{\"email\":\"a@b.org\",\"mail\":\"\"}\n"
                         "{\"display_name\":\"x\"}\n"
                         "{\"email\":7}\n"
                         "{\"email\":\"\xFF\"}\n"
                         "{\"email\":\"a@b.org\"}\n")),
            (Brief{"1:json.malformed", "2:json.unknown_member", "3:json.missing_member",
                   "4:json.wrong_type", "5:json.malformed", "6 a@b.org"}));
}

TEST(NdjsonUserRows, OfAnExportAreReadAgainButForTheInactive) {
  const std::string exported =
      R"({"id":"usr_00000000000000000000000004","email":"a@b.org","display_name":"","locale":"en",)"
      R"("time_zone":"UTC","metadata":{},"status":"active","version":3,)"
      R"("created_at":"2026-11-20T10:57:43.120Z","updated_at":"2026-11-20T10:57:43.120Z"})";
  EXPECT_EQ(brief(ndjson(exported)), (Brief{"1 a@b.org"}));
  EXPECT_EQ(brief(ndjson(R"({"email":"a@b.org","status":"inactive"})")),
            (Brief{"1:import.user_inactive"}));
}

TEST(NdjsonUserRows, ThatAreTooLongAreSkippedInBoundedMemory) {
  const std::string text =
      "{\"email\":\"" + std::string(70'000, 'a') + "\"}\n{\"email\":\"a@b.org\"}\n";
  EXPECT_EQ(brief(read(files::ndjson_user_rows(), text, 1'000)),
            (Brief{"1:import.row_too_long", "2 a@b.org"}));
}

TEST(CsvUserRows, HaveAHeaderAndMayQuote) {
  const auto rows = csv("\xEF\xBB\xBF" "email,display_name,metadata.plan,metadata.note\r\n"
                        "a@b.org,\"Lovelace, \"\"Ada\"\"\",gold,\"two\nlines\"\r\n"
                        "\r\n"
                        "c@d.org,,,");
  ASSERT_EQ(brief(rows), (Brief{"2 a@b.org", "5 c@d.org"}));
  EXPECT_EQ(rows[0]->display_name, "Lovelace, \"Ada\"");
  EXPECT_EQ(rows[0]->metadata->at("plan"), "gold");
  EXPECT_EQ(rows[0]->metadata->at("note"), "two\nlines");
  EXPECT_FALSE(rows[1]->display_name);
  EXPECT_TRUE(rows[1]->metadata->empty());
}

TEST(CsvUserRows, ThatAreWrongAreNamedByTheirLine) {
  EXPECT_EQ(brief(csv("email,locale\n"
                      "a@b.org\n"
                      "a@b.org,de,x\n"
                      "a\"b,de\n"
                      "\"a\"b,de\n"
                      "\xFF,de\n"
                      "a@b.org,de\n"
                      "\"a@b.org,de\n")),
            (Brief{"2:import.field_count", "3:import.field_count", "4:import.bad_quote",
                   "5:import.bad_quote", "6:import.not_utf8", "7 a@b.org",
                   "8:import.unclosed_quote"}));
}

TEST(CsvUserRows, WithAWrongHeaderAreNotReadAtAll) {
  EXPECT_EQ(brief(csv("email,mail\na@b.org,x\n")), (Brief{"1:import.column_unknown"}));
  EXPECT_EQ(brief(csv("email,email\na@b.org,x\n")), (Brief{"1:import.column_twice"}));
  EXPECT_EQ(brief(csv("locale\nde\n")), (Brief{"1:import.column_missing"}));
  EXPECT_EQ(brief(csv("metadata.,email\n")), (Brief{"1:import.column_unknown"}));
  EXPECT_EQ(brief(csv("")), (Brief{"1:import.column_missing"}));
}

TEST(CsvUserRows, ThatAreTooLongAreSkippedInBoundedMemory) {
  const std::string text = "email\n" + std::string(70'000, 'a') + "\na@b.org\n";
  EXPECT_EQ(brief(read(files::csv_user_rows(), text, 1'000)),
            (Brief{"2:import.row_too_long", "3 a@b.org"}));
}

RC_GTEST_PROP(UserRowsOfAnyBytes, AreTheSameHoweverTheBytesCome, ()) {
  const auto text = "email,locale\n" + *rc::gen::container<std::string>(
      rc::gen::elementOf(std::string{"ab,\"\n\r\xEF\xBB{}"}));
  const auto piece = *rc::gen::inRange<std::size_t>(1, 9);
  RC_ASSERT(brief(read(files::csv_user_rows(), text, piece)) == brief(csv(text)));
  RC_ASSERT(brief(read(files::ndjson_user_rows(), text, piece)) == brief(ndjson(text)));
}

}  // namespace
