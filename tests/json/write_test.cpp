#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include <adapters/json/cloud_event.hpp>
#include <adapters/json/document.hpp>
#include <adapters/json/read.hpp>
#include <adapters/json/write.hpp>

namespace json_write_test {

enum class Colour { red, green };
BOOST_DESCRIBE_ENUM(Colour, red, green)

struct Inner {
  std::int64_t low = 0;
  std::uint64_t high = 0;
  bool operator==(const Inner&) const = default;
};
BOOST_DESCRIBE_STRUCT(Inner, (), (low, high))

struct Outer {
  std::string text;
  std::optional<std::string> nothing;
  Colour colour = Colour::red;
  bool flag = false;
  std::map<std::string, std::string> pairs;
  std::vector<Inner> inner;
  shared::Instant at;
  json::Raw raw;
  bool operator==(const Outer&) const = default;
};
BOOST_DESCRIBE_STRUCT(Outer, (), (text, nothing, colour, flag, pairs, inner, at, raw))

Outer example() {
  return {.text = "q\" b\\ \n\t\x01 é😀",
          .nothing = std::nullopt,
          .colour = Colour::green,
          .flag = true,
          .pairs = {{"a", "1"}, {"b\"", "2"}},
          .inner = {{std::numeric_limits<std::int64_t>::min(),
                     std::numeric_limits<std::uint64_t>::max()}},
          .at = shared::from_unix_ms(1),
          .raw = {R"({"x":[]})"}};
}

TEST(Writing, FollowsTheOrderOfTheDescription) {
  EXPECT_EQ(json::written(example()),
            R"({"text":"q\" b\\ \n\t\u0001 é😀","nothing":null,"colour":"green","flag":true,)"
            R"("pairs":{"a":"1","b\"":"2"},)"
            R"("inner":[{"low":-9223372036854775808,"high":18446744073709551615}],)"
            R"("at":"1970-01-01T00:00:00.001Z","raw":{"x":[]}})");
}

TEST(Writing, OfEmptyContainersIsValid) {
  EXPECT_EQ(json::written(std::vector<Inner>{}), "[]");
  EXPECT_EQ((json::written(std::map<std::string, std::string>{})), "{}");
}

TEST(WhatWasWritten, ReadsBackAsItWas) {
  const auto read = json::read_request<Outer>(json::written(example()));
  ASSERT_TRUE(read.has_value()) << read.error().detail;
  EXPECT_EQ(*read, example());
}

sync::Event event() {
  return {.offset = 42,
          .id = *shared::parse_uuid("01932f6a-7c1e-7b3a-8f00-3d2e1a5b9c77"),
          .aggregate_type = "user",
          .key = "usr_1",
          .version = 3,
          .removes = false,
          .type = "user.registered",
          .schema_version = 1,
          .occurred_at = shared::from_unix_ms(0),
          .payload = R"({"after":{},"before":null})",
          .correlation_id = "req_1",
          .causation_id = "",
          .causation_depth = 0,
          .traceparent = ""};
}

TEST(ACloudEvent, CarriesTheEnvelopeAsAttributesAndThePayloadAsData) {
  EXPECT_EQ(json::to_cloud_event("user/0", 1, event()),
            R"({"specversion":"1.0","id":"01932f6a-7c1e-7b3a-8f00-3d2e1a5b9c77",)"
            R"("source":"/cleave/user/0","type":"user.registered","subject":"usr_1",)"
            R"("time":"1970-01-01T00:00:00.000Z","datacontenttype":"application/json",)"
            R"("dataschemaversion":1,"sequence":"42","epoch":1,"aggregatetype":"user",)"
            R"("aggregateversion":3,"aggregateremoved":false,"correlationid":"req_1",)"
            R"("causationdepth":0,"data":{"after":{},"before":null}})");
}

TEST(ACloudEvent, HasOnlyAttributeNamesThatTheStandardAllows) {
  sync::Event full = event();
  full.causation_id = "c";
  full.traceparent = "00-1-2-01";
  const json::Document document(json::to_cloud_event("user/0", 1, full));
  ASSERT_FALSE(document.refusal().has_value());
  EXPECT_EQ(document.root().as_object().size(), 18U);
  for (const auto& member : document.root().as_object()) {
    for (const char c : std::string_view(member.key().data(), member.key().size())) {
      EXPECT_TRUE((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) << member.key();
    }
  }
}

}  // namespace json_write_test
