#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include <adapters/http/asking.hpp>
#include <adapters/http/problem.hpp>
#include <adapters/http/replies.hpp>
#include <adapters/http/target.hpp>
#include <adapters/json/raw.hpp>
#include <adapters/system/sodium_digest.hpp>

namespace http_test {
namespace {

http::Request with(http::Fields headers, http::Fields query = {}) {
  http::Request request;
  request.method = "PATCH";
  request.path = "/v1/users/usr_1";
  request.headers = std::move(headers);
  request.query = std::move(query);
  return request;
}

TEST(IfMatch, NamesOneVersion) {
  using http::expected_version;
  EXPECT_EQ(expected_version(with({})).value(), std::nullopt);
  EXPECT_EQ(expected_version(with({{"if-match", "*"}})).value(), std::nullopt);
  EXPECT_EQ(expected_version(with({{"if-match", "\"7\""}})).value(), 7);
  EXPECT_EQ(expected_version(with({{"if-match", "W/\"7\""}})).value(), 0);
  EXPECT_EQ(expected_version(with({{"if-match", "\"other\""}})).value(), 0);
  for (const char* bad : {"7", "", "\"7", "\"", "\"1\", \"2\"", "w/\"7\""})
    EXPECT_EQ(expected_version(with({{"if-match", bad}})).error().code, "http.bad_if_match") << bad;
  EXPECT_FALSE(expected_version(with({{"if-match", "\"1\""}, {"if-match", "\"1\""}})).has_value());
}

TEST(WaitFor, NamesUpToEightPositions) {
  using http::awaited_positions;
  EXPECT_TRUE(awaited_positions(with({})).value().empty());
  const auto two =
      awaited_positions(with({{"cleave-wait-for", "user/0:1:42, billing/0:2:7"}})).value();
  ASSERT_EQ(two.size(), 2U);
  EXPECT_EQ(two[0], (sync::Position{"user/0", 1, 42}));
  EXPECT_EQ(two[1], (sync::Position{"billing/0", 2, 7}));
  std::string nine = "user/0:1:1";
  for (int i = 0; i < 8; ++i) nine += ",user/0:1:1";
  for (const std::string& bad : {std::string(), std::string("42"), std::string("user/0:1:1,,"),
                                 std::string("user/0:1:-1"), nine})
    EXPECT_EQ(awaited_positions(with({{"cleave-wait-for", bad}})).error().code,
              "http.bad_wait_for")
        << bad;
}

TEST(APage, HasAtMostAThousandEntries) {
  using http::page_of;
  EXPECT_EQ(page_of(with({})).value().limit, 50U);
  EXPECT_EQ(page_of(with({}, {{"limit", "1000"}})).value().limit, 1000U);
  EXPECT_EQ(page_of(with({}, {{"starting_after", "usr_1"}})).value().starting_after, "usr_1");
  for (const char* bad : {"0", "1001", "-1", "+1", "1.0", "ten", "", "99999999999999999999"})
    EXPECT_EQ(page_of(with({}, {{"limit", bad}})).error().code, "http.bad_parameter") << bad;
}

TEST(Idempotency, IsTheCallersOwnAndTheOperationsOwn) {
  const os::SodiumDigest digest;
  const auto record = [&](std::string key, std::string key_id, std::string operation,
                          std::string body, std::string version = "") {
    auto request = with({{"idempotency-key", std::move(key)}});
    if (!version.empty()) request.headers.emplace_back("if-match", version);
    request.body = std::move(body);
    return *http::idempotency_of(request, key_id, operation, digest).value();
  };
  const auto first = record("a", "key_1", "op", "{}");
  EXPECT_EQ(record("a", "key_1", "op", "{}").key, first.key);
  EXPECT_EQ(record("a", "key_1", "op", "{}").fingerprint, first.fingerprint);
  EXPECT_NE(record("b", "key_1", "op", "{}").key, first.key);
  EXPECT_NE(record("a", "key_2", "op", "{}").key, first.key);
  EXPECT_NE(record("a", "key_1", "other", "{}").key, first.key);
  EXPECT_NE(record("a", "key_1", "op", "{ }").fingerprint, first.fingerprint);
  EXPECT_NE(record("a", "key_1", "op", "{}", "\"1\"").fingerprint, first.fingerprint);
}

TEST(AProblem, HasAStatusForEachKindOfRefusal) {
  using shared::ErrorKind;
  const std::vector<std::pair<ErrorKind, int>> table = {
      {ErrorKind::malformed, 400}, {ErrorKind::forbidden, 403},    {ErrorKind::not_found, 404},
      {ErrorKind::conflict, 409},  {ErrorKind::gone, 410},         {ErrorKind::precondition, 412},
      {ErrorKind::invalid, 422},   {ErrorKind::unavailable, 503},  {ErrorKind::internal, 500}};
  for (const auto& [kind, status] : table) {
    const auto response = http::problem({kind, "a.b", "Because.", ""});
    EXPECT_EQ(response.status, status);
    EXPECT_EQ(response.headers.size(), status == 503 ? 1U : 0U);
  }
}

TEST(AProblem, PointsAtTheFieldThatIsWrong) {
  const auto response =
      http::problem({shared::ErrorKind::invalid, "user.email_invalid", "It's \"wrong\".", "/email"},
                    "req_1");
  EXPECT_EQ(response.content_type, "application/problem+json");
  EXPECT_EQ(response.body,
            R"({"type":"about:blank","title":"Unprocessable Content","status":422,)"
            R"("detail":"It's \"wrong\".","code":"user.email_invalid",)"
            R"("errors":[{"pointer":"/email","code":"user.email_invalid",)"
            R"("detail":"It's \"wrong\"."}],"request_id":"req_1"})");
}

sync::Outcome outcome() {
  sync::Outcome outcome;
  outcome.position = {"user/0", 1, 42};
  outcome.event.emplace();
  outcome.event->payload = R"({"after":{"id":"usr_1","version":3},"before":null})";
  return outcome;
}

TEST(AWrite, AnswersTheStateItsEventSaysWithVersionAndPosition) {
  const auto response = http::write_reply(outcome(), 201);
  EXPECT_EQ(response.status, 201);
  EXPECT_EQ(response.body, R"({"id":"usr_1","version":3})");
  EXPECT_EQ(response.headers,
            (http::Fields{{"ETag", "\"3\""}, {"Cleave-Position", "user/0:1:42"}}));
}

TEST(AWrite, SaysWhereWhatItCreatedIsFoundAndItsVersionHoweverItIsShown) {
  const auto render = [](std::string_view, const sync::Outcome&) { return std::string{"{}"}; };
  const auto response = http::write_reply(outcome(), 201, render, "/v1/users");
  EXPECT_EQ(response.body, "{}");
  EXPECT_EQ(response.headers,
            (http::Fields{{"ETag", "\"3\""},
                          {"Location", "/v1/users/usr_1"},
                          {"Cleave-Position", "user/0:1:42"}}));
}

TEST(AWrite, ThatChangedNothingAnswersTheStateAsItIs) {
  auto unchanged = outcome();
  unchanged.event.reset();
  unchanged.reply = R"({"id":"usr_1","version":2})";
  EXPECT_EQ(http::write_reply(unchanged, 200).body, unchanged.reply);
}

TEST(AWrite, ThatWasRefusedSaysWhyAndHasNoRequestId) {
  auto refused = outcome();
  refused.refusal = shared::Error{shared::ErrorKind::conflict, "a.b", "Because.", ""};
  const auto response = http::write_reply(refused, 201);
  EXPECT_EQ(response.status, 409);
  EXPECT_EQ(response.body.find("request_id"), std::string::npos);
}

TEST(RawMember, IsTheTextAsItStands) {
  const std::string_view object = R"({ "a" : "x\"},{" , "b":[1,{"c":2}] ,"d":{"b":3}, "e":4 })";
  EXPECT_EQ(json::raw_member(object, "a"), R"("x\"},{")");
  EXPECT_EQ(json::raw_member(object, "b"), R"([1,{"c":2}])");
  EXPECT_EQ(json::raw_member(object, "d"), R"({"b":3})");
  EXPECT_EQ(json::raw_member(object, "e"), "4");
  EXPECT_EQ(json::raw_member(object, "c"), "");
  EXPECT_EQ(json::raw_member("{}", "a"), "");
}

TEST(ATarget, IsDecodedOnce) {
  const auto target = http::parse_target("/a%20b/%2525?x=1%262&y&z=a+b@c");
  ASSERT_TRUE(target.has_value());
  EXPECT_EQ(target->path, "/a b/%25");
  EXPECT_EQ(target->query, (http::Fields{{"x", "1&2"}, {"y", ""}, {"z", "a+b@c"}}));
  EXPECT_EQ(http::parse_target("https://host")->path, "/");
  EXPECT_EQ(http::percent_encoded("a b/ä~"), "a%20b%2F%C3%A4~");
}

}  // namespace
}  // namespace http_test
