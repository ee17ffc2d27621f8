#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include <adapters/json/read.hpp>

// In a namespace of their own: Boost.Describe finds descriptions by argument-dependent lookup.
namespace json_read_test {

enum class Colour { red, green };
BOOST_DESCRIBE_ENUM(Colour, red, green)

struct Row {
  std::string email;
  std::uint32_t line = 0;
};
BOOST_DESCRIBE_STRUCT(Row, (), (email, line))

struct Request {
  std::string email;
  std::optional<std::string> name;
  std::optional<std::optional<std::string>> note;
  std::optional<std::int64_t> amount;
  std::optional<bool> flag;
  std::optional<Colour> colour;
  std::optional<std::map<std::string, std::string>> metadata;
  std::optional<std::vector<Row>> rows;
  std::optional<shared::Instant> at;
  std::optional<json::Raw> raw;
};
BOOST_DESCRIBE_STRUCT(Request, (),
                      (email, name, note, amount, flag, colour, metadata, rows, at, raw))

std::string nested(int depth) {
  std::string text = R"({"email":"a","raw":)";
  for (int i = 1; i < depth; ++i) text += '[';
  for (int i = 1; i < depth; ++i) text += ']';
  return text + "}";
}

struct Refused {
  std::string text;
  const char* code;
  shared::ErrorKind kind;
  const char* pointer;
};

class BadJson : public testing::TestWithParam<Refused> {};

TEST_P(BadJson, IsRefusedWithItsCodeAndItsPlace) {
  const auto result = json::read_request<Request>(GetParam().text);
  ASSERT_FALSE(result.has_value()) << GetParam().text;
  EXPECT_EQ(result.error().code, GetParam().code) << GetParam().text;
  EXPECT_EQ(result.error().kind, GetParam().kind) << GetParam().text;
  EXPECT_EQ(result.error().field, GetParam().pointer) << GetParam().text;
}

constexpr auto malformed = shared::ErrorKind::malformed;
constexpr auto invalid = shared::ErrorKind::invalid;

INSTANTIATE_TEST_SUITE_P(
    Text, BadJson,
    testing::Values(
        Refused{"", "json.malformed", malformed, ""}, Refused{"{", "json.malformed", malformed, ""},
        Refused{"{'email':1}", "json.malformed", malformed, ""},
        Refused{R"({"email":"a",})", "json.malformed", malformed, ""},
        Refused{R"({"email":"a"} x)", "json.malformed", malformed, ""},
        Refused{R"({"email":"a"}{})", "json.malformed", malformed, ""},
        Refused{"\xEF\xBB\xBF{\"email\":\"a\"}", "json.malformed", malformed, ""},
        Refused{"{\"email\":\"\xFF\"}", "json.malformed", malformed, ""},
        Refused{"{\"email\":\"\xC0\xAF\"}", "json.malformed", malformed, ""},
        Refused{"{\"email\":\"\xED\xA0\x80\"}", "json.malformed", malformed, ""},
        Refused{"{\"email\":\"\x01\"}", "json.malformed", malformed, ""},
        Refused{R"({"email":"\ud800"})", "json.malformed", malformed, ""},
        Refused{R"({"email":"\udc00"})", "json.malformed", malformed, ""},
        Refused{R"({"email":"\ud800a"})", "json.malformed", malformed, ""},
        Refused{R"({"email":"a\u0000b"})", "json.nul_character", malformed, ""},
        Refused{R"({"email":"a","metadata":{"\u0000":"b"}})", "json.nul_character", malformed, ""},
        Refused{R"({"email":"a","amount":NaN})", "json.malformed", malformed, ""},
        Refused{R"({"email":"a","amount":01})", "json.malformed", malformed, ""},
        Refused{R"({"email":"a","amount":+1})", "json.malformed", malformed, ""},
        Refused{nested(33), "json.malformed", malformed, ""}));

INSTANTIATE_TEST_SUITE_P(
    Duplicates, BadJson,
    testing::Values(
        Refused{R"({"email":"a","email":"b"})", "json.duplicate_member", malformed, "/email"},
        Refused{R"({"email":"a","\u0065mail":"b"})", "json.duplicate_member", malformed, "/email"},
        Refused{R"({"email":":\":","metadata":{"a/b":"1","c":[{}, 2,"]"],"a/b":"2"}})",
                "json.duplicate_member", malformed, "/metadata/a~1b"},
        Refused{R"({"email":"a","rows":[{"email":"x","line":1},{"line":1 , "line":2}]})",
                "json.duplicate_member", malformed, "/rows/1/line"}));

INSTANTIATE_TEST_SUITE_P(
    Members, BadJson,
    testing::Values(
        Refused{"{}", "json.missing_member", invalid, "/email"},
        Refused{"[]", "json.wrong_type", malformed, ""},
        Refused{R"({"email":null})", "json.wrong_type", malformed, "/email"},
        Refused{R"({"email":1})", "json.wrong_type", malformed, "/email"},
        Refused{R"({"email":"a","role":"admin"})", "json.unknown_member", malformed, "/role"},
        Refused{R"({"role":"admin"})", "json.unknown_member", malformed, "/role"},
        Refused{R"({"email":"a","Name":"b"})", "json.unknown_member", malformed, "/Name"},
        Refused{R"({"email":"a","flag":"true"})", "json.wrong_type", malformed, "/flag"},
        Refused{R"({"email":"a","amount":"1"})", "json.wrong_type", malformed, "/amount"},
        Refused{R"({"email":"a","amount":1.5})", "json.wrong_type", malformed, "/amount"},
        Refused{R"({"email":"a","amount":9223372036854775808})", "json.out_of_range", malformed,
                "/amount"},
        Refused{R"({"email":"a","amount":1e300})", "json.out_of_range", malformed, "/amount"},
        Refused{R"({"email":"a","colour":"blue"})", "json.unknown_value", invalid, "/colour"},
        Refused{R"({"email":"a","at":"yesterday"})", "json.wrong_type", malformed, "/at"},
        Refused{R"({"email":"a","metadata":{"k":1}})", "json.wrong_type", malformed,
                "/metadata/k"},
        Refused{R"({"email":"a","rows":[{"email":"b","line":-1}]})", "json.out_of_range",
                malformed, "/rows/0/line"},
        Refused{R"({"email":"a","rows":[{"email":"b","line":1,"x":1}]})", "json.unknown_member",
                malformed, "/rows/0/x"}));

TEST(Numbers, WithAnAbsurdExponentAreRefused) {
  const auto result = json::read_request<Request>(R"({"email":"a","raw":1e999999})");
  ASSERT_FALSE(result.has_value());
  EXPECT_EQ(result.error().kind, malformed);
}

TEST(Request, IsReadWhole) {
  const auto result = json::read_request<Request>(
      R"( {"email":"a:\"b","name":"\u00e9\ud83d\ude00","note":null,"amount":-5,"flag":true,
          "colour":"green","metadata":{"k":"v"},"rows":[{"email":"x","line":7}],
          "at":"2026-01-31T09:30:00Z","raw":{"deep":[1,2.5,"x"]}} )");
  ASSERT_TRUE(result.has_value()) << result.error().detail;
  EXPECT_EQ(result->email, "a:\"b");
  EXPECT_EQ(result->name, "é😀");
  ASSERT_TRUE(result->note.has_value());
  EXPECT_FALSE(result->note->has_value());
  EXPECT_EQ(result->amount, -5);
  EXPECT_EQ(result->flag, true);
  EXPECT_EQ(result->colour, Colour::green);
  EXPECT_EQ(result->metadata->at("k"), "v");
  EXPECT_EQ(result->rows->at(0).line, 7U);
  EXPECT_EQ(shared::to_rfc3339(*result->at), "2026-01-31T09:30:00.000Z");
  EXPECT_TRUE(result->raw->text.starts_with(R"({"deep":[1,)"));
}

TEST(AMemberThatMayBeMissing, TellsMissingFromNull) {
  EXPECT_FALSE(json::read_request<Request>(R"({"email":"a"})")->note.has_value());
  EXPECT_TRUE(json::read_request<Request>(R"({"email":"a","note":null})")->note.has_value());
  EXPECT_EQ(**json::read_request<Request>(R"({"email":"a","note":"n"})")->note, "n");
}

TEST(Nesting, OfThirtyTwoLevelsIsRead) {
  EXPECT_TRUE(json::read_request<Request>(nested(32)).has_value());
}

TEST(AnEvent, OfANewerVersionIsReadWithoutWhatIsNew) {
  const auto row = json::read_event<Row>(R"({"new":{"x":1},"email":"a","line":3})");
  ASSERT_TRUE(row.has_value());
  EXPECT_EQ(row->email, "a");
  EXPECT_EQ(row->line, 3U);
}

TEST(AnEvent, WithoutAMemberThatIsNeededIsRefused) {
  EXPECT_EQ(json::read_event<Row>(R"({"email":"a"})").error().field, "/line");
}

}  // namespace json_read_test
