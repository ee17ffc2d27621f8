#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include <tests/routes/world.hpp>

// The gateway in front of all modules of one process.
namespace routes_test {
namespace {

// "/v1/users/{id}" as somebody would ask it.
std::string asked(std::string_view pattern) {
  std::string path;
  for (bool inside = false; const char c : pattern) {
    if (c == '{') path += 'x';
    inside = c == '{' || (inside && c != '}');
    if (!inside && c != '}') path += c;
  }
  return path;
}

TEST(Gateway, LeadsToEveryRouteThatTheDocumentNames) {
  World world;
  // One that may do next to nothing: what is asked here should not happen.
  const auto key = world.post("/v1/keys", R"({"name":"few","scopes":["insight:read"]})");
  ASSERT_EQ(key.status(), 201) << key.body();
  const auto document = world.get("/openapi.json").json();
  int routes = 0;
  for (const auto& [pattern, operations] : document.at("paths").as_object()) {
    for (const auto& [method, operation] : operations.as_object()) {
      std::string upper(method);
      std::ranges::transform(upper, upper.begin(),
                             [](char c) { return static_cast<char>(c - 'a' + 'A'); });
      const auto answer = world.ask(upper, asked(pattern), "", {}, key.at("token"));
      EXPECT_NE(answer.status(), 405) << upper << ' ' << pattern;
      EXPECT_EQ(answer.body().find("http.no_route"), std::string::npos) << upper << ' ' << pattern;
      ++routes;
    }
  }
  EXPECT_GT(routes, 60);
}

TEST(Gateway, RefusesWhatIsNobodysAsBefore) {
  World world;
  EXPECT_EQ(world.get("/v1/nothing").code(), "http.no_route");
  EXPECT_EQ(world.get("/v1/users/x/nothing").code(), "http.no_route");
  EXPECT_EQ(world.get("/v1/users/x/overview/more").code(), "http.no_route");
  EXPECT_EQ(world.ask("GET", "/v1/nothing", "", {}, "clv_wrong").status(), 401);
  EXPECT_EQ(world.ask("PUT", "/v1/users", "").header("Allow"), "POST, GET, HEAD");
  EXPECT_EQ(world.ask("PUT", "/v1/users/x/overview", "").header("Allow"), "GET, HEAD");
}

}  // namespace
}  // namespace routes_test
