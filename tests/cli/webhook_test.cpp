#include <string>
#include <vector>

#include <gtest/gtest.h>

#include <tests/cli/ran.hpp>
#include <tests/cli/small_api.hpp>

// A webhook is changed at the version that was seen, from the command line too.
namespace cli_tests {
namespace {

constexpr const char* endpoint = "/v1/webhook_endpoints/whe_1";

http::Response answered() {
  http::Response response;
  response.status = 200;
  response.body = R"({"id":"whe_1","version":3,"secret":"whsec_x","deleted":true})";
  return response;
}

std::string if_match(const http::Request& request) {
  return std::string(request.header("if-match").value_or(""));
}

struct Said {
  std::vector<std::string> words;
  std::string request;
};

TEST(Webhooks, AreChangedOnlyAtTheVersionThatIsSaid) {
  const Said all[] = {
      {{"webhook", "update", "whe_1", "--description", "x"}, std::string("PATCH ") + endpoint},
      {{"webhook", "rotate-secret", "whe_1"}, std::string("POST ") + endpoint + "/rotate_secret"},
      {{"webhook", "disable", "whe_1"}, std::string("POST ") + endpoint + "/disable"},
      {{"webhook", "enable", "whe_1"}, std::string("POST ") + endpoint + "/enable"},
      {{"webhook", "delete", "whe_1", "--yes"}, std::string("DELETE ") + endpoint}};
  for (const auto& said : all) {
    SmallApi api;
    api.canned[said.request] = answered();
    auto words = said.words;
    words.insert(words.end(), {"--if-version", "7"});
    const Ran ran = run_on(api, words);
    EXPECT_EQ(ran.code, 0) << said.request << ran.err;
    ASSERT_EQ(api.seen.size(), 1U) << said.request;
    EXPECT_EQ(if_match(api.seen.front()), "\"7\"") << said.request;
  }
}

TEST(Webhooks, RotateTheSecretOfTheVersionThatIsThereAndSayWhichWhereNobodyKnows) {
  SmallApi api;
  api.canned[std::string("GET ") + endpoint] = answered();
  api.canned[std::string("POST ") + endpoint + "/rotate_secret"] = answered();
  EXPECT_EQ(run_on(api, {"webhook", "rotate-secret", "whe_1"}).code, 0);
  EXPECT_EQ(if_match(api.seen.back()), "\"3\"");
  api.canned[std::string("POST ") + endpoint + "/rotate_secret"] =
      problem(503, "sync.outcome_unknown", "Nobody knows.");
  const Ran lost = run_on(api, {"webhook", "rotate-secret", "whe_1"});
  EXPECT_EQ(lost.code, 3);
  EXPECT_NE(lost.err.find("--if-version 3"), std::string::npos) << lost.err;
}

}  // namespace
}  // namespace cli_tests
