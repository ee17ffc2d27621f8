#include <algorithm>
#include <deque>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <boost/json.hpp>
#include <gtest/gtest.h>

#include <adapters/http/problem.hpp>
#include <adapters/http/replies.hpp>
#include <adapters/http/user/user_export.hpp>
#include <tests/routes/world.hpp>

namespace routes_test {
namespace {

using State = http::BodyStream::State;

// All that the stream has to say, until it has ended, however that is.
State read_all(http::BodyReader& stream, std::string& text) {
  for (int i = 0; i < 5000; ++i) {
    const auto state = stream.take(text);
    if (state != State::open) return state;
    std::this_thread::sleep_for(std::chrono::milliseconds{1});
  }
  return State::open;
}

TEST(ExportRoute, StreamsEveryUserOnceAndEnds) {
  World world;
  std::string rows;
  constexpr int users = 450;  // of pages of 200
  for (int i = 0; i < users; ++i) {
    rows += std::string(i == 0 ? "" : ",") + R"({"line":1,"email":"u)" + std::to_string(i) +
            R"(@example.com","display_name":"a \"]},{[[ b"})";
  }
  ASSERT_EQ(world.post("/v1/users/import", R"({"rows":[)" + rows + "]}").status(), 200);
  const auto answer = world.get("/v1/users/export", {{"accept", "application/x-ndjson"}});
  ASSERT_NE(answer.response.stream, nullptr) << answer.body();
  EXPECT_EQ(answer.response.content_type, "application/x-ndjson");
  std::string text;
  EXPECT_EQ(read_all(*answer.response.stream, text), State::ended);
  std::vector<std::string> emails;
  std::string last;
  for (std::size_t at = 0, end = 0; at < text.size(); at = end + 1) {
    end = text.find('\n', at);
    ASSERT_NE(end, std::string::npos);
    const auto user = bj::parse(text.substr(at, end - at)).as_object();
    last = user.at("id").as_string();
    emails.emplace_back(user.at("email").as_string());
  }
  std::ranges::sort(emails);
  EXPECT_EQ(emails.size(), static_cast<std::size_t>(users));
  EXPECT_TRUE(std::ranges::adjacent_find(emails) == emails.end());
  // Whoever has them all is told none.
  const auto none = world.get("/v1/users/export?starting_after=" + last);
  ASSERT_NE(none.response.stream, nullptr);
  std::string nothing;
  EXPECT_EQ(read_all(*none.response.stream, nothing), State::ended);
  EXPECT_EQ(nothing, "");
}

TEST(ExportRoute, IsRefusedLikeAnyRead) {
  World world;
  EXPECT_EQ(world.get("/v1/users/export?limit=3").status(), 400);
  const auto wrong = world.get("/v1/users/export?starting_after=nobody");
  EXPECT_EQ(wrong.status(), 400);
  EXPECT_EQ(wrong.code(), "http.bad_parameter");
  EXPECT_EQ(world.get("/v1/users/export", {{"accept", "text/csv"}}).status(), 406);
  EXPECT_EQ(world.ask("GET", "/v1/users/export", "", {}, "").status(), 401);
  const auto key = world.post("/v1/keys", R"({"name":"a","scopes":["customers:read"]})");
  EXPECT_EQ(world.ask("GET", "/v1/users/export", "", {}, key.at("token")).status(), 403);
}

// Export: the route, whose pages a test gives when it likes.
class Export : public testing::Test {
 protected:
  std::shared_ptr<http::BodyReader> stream() { return std::move(answer.stream); }
  void SetUp() override {
    http::Call call;
    call.route = &table.routes.front();
    table.routes.front().handle(std::move(call), [this](http::Response response) {
      answer = std::move(response);
    });
  }
  static http::Response page(const std::vector<std::string>& ids, bool more) {
    std::vector<std::string> users;
    for (const auto& id : ids) users.push_back(R"({"id":")" + id + "\"}");
    return http::json_response(200, http::list_body(users, more));
  }
  void give(http::Response response) {
    auto reply = std::move(asked.front().second);
    asked.pop_front();
    reply(std::move(response));
  }

  std::deque<std::pair<http::Call, http::Reply>> asked;
  http::RouteTable table = http::user_export([this](http::Call call, http::Reply reply) {
    asked.emplace_back(std::move(call), std::move(reply));
  });
  http::Response answer;
};

TEST_F(Export, HoldsTwoPagesForAReaderWhoIsSlow) {
  give(page({"a", "b"}, true));
  ASSERT_EQ(asked.size(), 1U);
  EXPECT_EQ(asked.front().first.request.parameter("starting_after"), "b");
  give(page({"c"}, true));
  EXPECT_TRUE(asked.empty());  // nobody has read the first
  const auto reader = stream();
  std::string text;
  EXPECT_EQ(reader->take(text), State::open);
  EXPECT_EQ(text, "{\"id\":\"a\"}\n{\"id\":\"b\"}\n");
  ASSERT_EQ(asked.size(), 1U);
  give(page({"d"}, false));
  reader->take(text);
  EXPECT_EQ(read_all(*reader, text), State::ended);
  EXPECT_EQ(text, "{\"id\":\"a\"}\n{\"id\":\"b\"}\n{\"id\":\"c\"}\n{\"id\":\"d\"}\n");
  EXPECT_TRUE(asked.empty());
}

TEST_F(Export, AsksForNothingMoreOnceNobodyReads) {
  give(page({"a"}, true));
  give(page({"b"}, true));
  EXPECT_TRUE(asked.empty());
  stream().reset();
  EXPECT_TRUE(asked.empty());
}

TEST_F(Export, ThatCannotGoOnBreaksOffAndOneThatCannotBeginSaysWhy) {
  give(page({"a"}, true));
  const auto reader = stream();
  give(http::problem(503, "http.module_unavailable", "away"));
  std::string text;
  EXPECT_EQ(reader->take(text), State::cut);
  SetUp();
  give(http::problem(503, "http.module_unavailable", "away"));
  EXPECT_EQ(answer.status, 503);
  EXPECT_EQ(answer.stream, nullptr);
}

TEST_F(Export, OfPagesThatWouldNeverEndBreaksOff) {
  give(page({"a"}, true));
  const auto reader = stream();
  give(page({}, true));
  std::string text;
  EXPECT_EQ(reader->take(text), State::cut);
}

}  // namespace
}  // namespace routes_test
