#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include <adapters/http/schema.hpp>

// In a namespace of their own: Boost.Describe finds descriptions by argument-dependent lookup.
namespace schema_test {

struct Line {
  std::string text;
  std::int64_t amount_minor = 0;
};
BOOST_DESCRIBE_STRUCT(Line, (), (text, amount_minor))

struct State {
  std::string id;
  std::optional<shared::Instant> ended_at;
};
BOOST_DESCRIBE_STRUCT(State, (), (id, ended_at))

struct Shown : State {
  std::vector<Line> lines;
  std::optional<Line> last;
};
BOOST_DESCRIBE_STRUCT(Shown, (State), (lines, last))

struct Body {
  std::string name;
  std::optional<bool> quick;
  std::optional<std::optional<std::string>> note;
};
BOOST_DESCRIBE_STRUCT(Body, (), (name, quick, note))

const std::string line =
    R"("required":["text","amount_minor"],"properties":{"text":{"type":"string"},)"
    R"("amount_minor":{"type":"integer","format":"int64","minimum":0}})";

TEST(TheSchemaOfAnAnswer, NamesEveryMemberThatIsWrittenThoseOfTheBaseFirst) {
  EXPECT_EQ(http::answer_schema<Shown>({{"amount_minor", R"("minimum":0)"}}),
            R"({"type":"object","required":["id","ended_at","lines","last"],"properties":{)"
            R"("id":{"type":"string"},"ended_at":{"type":["string","null"],"format":"date-time"},)"
            R"("lines":{"type":"array","items":{"type":"object",)" +
                line + R"(}},"last":{"type":["object","null"],)" + line + "}}}");
  EXPECT_EQ(json::written(Shown{{"in_1", std::nullopt}, {{"a", 1}}, std::nullopt}),
            R"({"id":"in_1","ended_at":null,"lines":[{"text":"a","amount_minor":1}],"last":null})");
}

TEST(TheSchemaOfARequest, IsClosedAndRequiresWhatIsNotOptional) {
  EXPECT_EQ(http::request_schema<Body>(),
            R"({"type":"object","additionalProperties":false,"required":["name"],"properties":{)"
            R"("name":{"type":"string"},"quick":{"type":["boolean","null"]},)"
            R"("note":{"type":["string","null"]}}})");
}

}  // namespace schema_test
