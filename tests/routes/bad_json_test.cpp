#include <ostream>
#include <string>

#include <gtest/gtest.h>

#include <tests/routes/world.hpp>

// Whatever is wrong with a body, header or parameter of a real route is answered as the table of
// bad input says, and nothing takes effect.
namespace routes_test {
namespace {

struct Bad {
  const char* name;
  const char* method;
  const char* target;  // "{id}" stands for a user that is there
  std::string body;
  int status;
  const char* code;
  http::Fields headers = {};
};

std::ostream& operator<<(std::ostream& out, const Bad& bad) { return out << bad.name; }

class BadRequests : public testing::TestWithParam<Bad> {
 protected:
  World world;
};

TEST_P(BadRequests, AreRefusedAndChangeNothing) {
  const std::string id = world.user("ada@example.com");
  const std::string before = world.get("/v1/users").body();
  std::string target = GetParam().target;
  if (const auto at = target.find("{id}"); at != target.npos) target.replace(at, 4, id);
  if (const auto at = target.find("{cus}"); at != target.npos)
    target.replace(at, 5, "cus_" + id.substr(4));
  const auto answer = world.ask(GetParam().method, target, GetParam().body, GetParam().headers);
  EXPECT_EQ(answer.status(), GetParam().status) << answer.body();
  EXPECT_EQ(answer.code(), GetParam().code) << answer.body();
  EXPECT_EQ(answer.response.content_type, "application/problem+json");
  EXPECT_EQ(world.get("/v1/users").body(), before);
}

std::string nested(int depth) {
  return R"({"email":"b@c.de","metadata":)" + std::string(static_cast<std::size_t>(depth), '[') +
         std::string(static_cast<std::size_t>(depth), ']') + "}";
}

constexpr const char* users = "/v1/users";

INSTANTIATE_TEST_SUITE_P(
    Json, BadRequests,
    testing::Values(
        Bad{"NoJson", "POST", users, "email=b@c.de", 400, "json.malformed"},
        Bad{"CutOff", "POST", users, R"({"email":"b@c.de")", 400, "json.malformed"},
        Bad{"TrailingData", "POST", users, R"({"email":"b@c.de"} {})", 400, "json.malformed"},
        Bad{"BadUtf8", "POST", users, "{\"email\":\"b\xff@c.de\"}", 400, "json.malformed"},
        Bad{"LoneSurrogate", "POST", users, R"({"email":"\ud800@c.de"})", 400, "json.malformed"},
        Bad{"Nul", "POST", users, R"({"email":"b\u0000@c.de"})", 400, "json.nul_character"},
        Bad{"Twice", "POST", users, R"({"email":"b@c.de","email":"d@e.fr"})", 400,
            "json.duplicate_member"},
        Bad{"TooDeep", "POST", users, nested(40), 400, "json.malformed"},
        Bad{"NotANumber", "POST", "/v1/users/import", R"({"rows":[{"line":NaN,"email":"b@c.de"}]})",
            400, "json.malformed"},
        Bad{"NumberOverflow", "POST", "/v1/users/import",
            R"({"rows":[{"line":99999999999999999999,"email":"b@c.de"}]})", 400,
            "json.out_of_range"},
        Bad{"ExponentAbuse", "POST", "/v1/users/import",
            R"({"rows":[{"line":1e308,"email":"b@c.de"}]})", 400, "json.out_of_range"},
        Bad{"Fraction", "POST", "/v1/users/import", R"({"rows":[{"line":1.5,"email":"b@c.de"}]})",
            400, "json.wrong_type"},
        Bad{"UnknownField", "POST", users, R"({"email":"b@c.de","role":"admin"})", 400,
            "json.unknown_member"},
        Bad{"WrongType", "POST", users, R"({"email":7})", 400, "json.wrong_type"},
        Bad{"MetadataNoText", "POST", users, R"({"email":"b@c.de","metadata":{"a":1}})", 400,
            "json.wrong_type"},
        Bad{"ArrayForObject", "POST", users, "[]", 400, "json.wrong_type"},
        Bad{"MissingField", "POST", users, "{}", 422, "json.missing_member"},
        Bad{"NoBody", "POST", users, "", 400, "http.missing_body"},
        Bad{"BodyWhereNone", "GET", users, "{}", 400, "http.unexpected_body"}),
    [](const auto& one) { return one.param.name; });

INSTANTIATE_TEST_SUITE_P(
    Rules, BadRequests,
    testing::Values(
        Bad{"EmailInvalid", "POST", users, R"({"email":"nobody"})", 422, "user.email_invalid"},
        Bad{"EmailTaken", "POST", users, R"({"email":"ADA@example.com"})", 409,
            "user.email_taken"},
        Bad{"LocaleInvalid", "POST", users, R"({"email":"b@c.de","locale":"!"})", 422,
            "user.locale_invalid"},
        Bad{"PatchZone", "PATCH", "/v1/users/{id}", R"({"time_zone":"on Mars"})", 422,
            "user.time_zone_invalid"},
        Bad{"PatchUnknownUser", "PATCH", "/v1/users/usr_00000000000000000000000000", "{}", 404,
            "user.not_found"},
        Bad{"PatchNoUser", "PATCH", "/v1/users/7", "{}", 404, "user.not_found"},
        Bad{"Stale", "PATCH", "/v1/users/{id}", R"({"display_name":"x"})", 412,
            "user.version_mismatch", {{"if-match", "\"9\""}}},
        Bad{"StaleDelete", "DELETE", "/v1/users/{id}", "", 412, "user.version_mismatch",
            {{"if-match", "\"other\""}}},
        Bad{"IfMatchMalformed", "DELETE", "/v1/users/{id}", "", 400, "http.bad_if_match",
            {{"if-match", "1"}}},
        Bad{"TooManyRows", "POST", "/v1/users/import",
            R"({"rows":[)" + [] {
              std::string rows;
              for (int i = 0; i < 501; ++i)
                rows += (i ? "," : "") + std::string(R"({"line":1,"email":"a"})");
              return rows;
            }() + "]}",
            422, "http.too_many_rows"},
        Bad{"CurrencyUnknown", "PATCH", "/v1/customers/cus_00000000000000000000000000",
            R"({"currency":"eur"})", 404, "billing.customer_not_found"},
        Bad{"KeyScopeUnknown", "POST", "/v1/keys", R"({"name":"k","scopes":["all"]})", 422,
            "user.key_scope_unknown"},
        Bad{"KeyScopesEmpty", "POST", "/v1/keys", R"({"name":"k","scopes":[]})", 422,
            "user.key_scopes_empty"},
        Bad{"KeyExpiryPast", "POST", "/v1/keys",
            R"({"name":"k","scopes":["admin"],"expires_at":"2020-01-01T00:00:00Z"})", 422,
            "user.key_expiry_past"},
        Bad{"KeyExpiryNoTime", "POST", "/v1/keys",
            R"({"name":"k","scopes":["admin"],"expires_at":"soon"})", 400, "json.wrong_type"}),
    [](const auto& one) { return one.param.name; });

INSTANTIATE_TEST_SUITE_P(
    HeadersAndParameters, BadRequests,
    testing::Values(
        Bad{"LimitZero", "GET", "/v1/users?limit=0", "", 400, "http.bad_parameter"},
        Bad{"LimitHuge", "GET", "/v1/customers?limit=1001", "", 400, "http.bad_parameter"},
        Bad{"ParameterUnknown", "GET", "/v1/users?page=2", "", 400, "http.unknown_parameter"},
        Bad{"ParameterTwice", "GET", "/v1/users?limit=1&limit=2", "", 400,
            "http.repeated_parameter"},
        Bad{"StatusUnknown", "GET", "/v1/users?status=gone", "", 400, "http.bad_parameter"},
        Bad{"CursorNoId", "GET", "/v1/users?starting_after=7", "", 400, "http.bad_parameter"},
        Bad{"CustomerOfNobody", "GET", "/v1/customers?user_id=7", "", 400, "http.bad_parameter"},
        Bad{"WaitForMalformed", "GET", users, "", 400, "http.bad_wait_for",
            {{"cleave-wait-for", "42"}}},
        Bad{"WaitForUnknownLog", "GET", users, "", 422, "sync.unknown_log",
            {{"cleave-wait-for", "stock/0:1:1"}}},
        Bad{"WaitForBeyondHead", "GET", users, "", 422, "sync.beyond_head",
            {{"cleave-wait-for", "user/0:1:999999"}}},
        Bad{"KeyEmpty", "POST", users, R"({"email":"b@c.de"})", 400, "http.bad_idempotency_key",
            {{"idempotency-key", ""}}},
        Bad{"KeyTooLong", "POST", users, R"({"email":"b@c.de"})", 400, "http.bad_idempotency_key",
            {{"idempotency-key", std::string(256, 'k')}}}),
    [](const auto& one) { return one.param.name; });

}  // namespace
}  // namespace routes_test
