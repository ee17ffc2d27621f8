#include <optional>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include <adapters/http/fan_out.hpp>
#include <adapters/http/http_errors.hpp>
#include <adapters/http/joint_openapi.hpp>
#include <adapters/http/problem.hpp>
#include <adapters/http/replies.hpp>

namespace http_test {
namespace {

// Answers as it is told to, and keeps what it was asked.
class Module final : public http::Handler {
 public:
  explicit Module(http::Response response) : response_(std::move(response)) {}
  void handle(http::Request request, http::Reply reply) override {
    asked.push_back(std::move(request));
    reply(response_);
  }
  std::vector<http::Request> asked;

 private:
  const http::Response response_;
};

http::Response said(const std::string& body) { return http::json_response(200, body); }

http::FanOut::Joined bodies(const http::Request&, const std::vector<http::ModuleAnswer>& answers) {
  std::string all;
  std::vector<std::string> unread;
  for (const auto& answer : answers) {
    all += answer.module + answer.response.body;
    if (answer.response.body == "?") unread.push_back(answer.module);
  }
  return {"{\"all\":\"" + all + "\"}", unread};
}

http::Response ask(http::Handler& handler, http::Request request = {}) {
  std::optional<http::Response> answered;
  handler.handle(std::move(request), [&](http::Response response) {
    EXPECT_FALSE(answered);
    answered = std::move(response);
  });
  return answered.value();
}

struct Two {
  Module user;
  Module billing;
  std::vector<http::FanOut::Module> modules{{"user", user}, {"billing", billing}};
};

TEST(FanOut, MakesOneAnswerOfAllInTheirOrder) {
  Two two{Module{said("1")}, Module{said("2")}};
  http::FanOut all{two.modules, bodies};
  EXPECT_EQ(ask(all).body, R"({"all":"user1billing2"})");
}

TEST(FanOut, NamesThoseWhoAreAway) {
  Two two{Module{said("1")}, Module{http::problem(http::errors::module_away("billing"))}};
  http::FanOut all{two.modules, bodies};
  const auto answer = ask(all);
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.body, R"({"all":"user1","partial":["billing"]})");
}

TEST(FanOut, NamesThoseWhoAnswerInAFormThatItDoesNotKnow) {
  Two two{Module{said("?")}, Module{said("2")}};
  http::FanOut all{two.modules, bodies};
  EXPECT_TRUE(ask(all).body.ends_with(R"(,"partial":["user"]})"));
  Two none{Module{said("?")}, Module{said("?")}};
  http::FanOut unread{none.modules, bodies};
  EXPECT_EQ(ask(unread).status, 503);
}

TEST(FanOut, NamesThoseOfWhomNoInstanceLeads) {
  Two two{Module{http::problem(http::errors::no_lead("user"))}, Module{said("2")}};
  http::FanOut all{two.modules, bodies};
  EXPECT_EQ(ask(all).body, R"({"all":"billing2","partial":["user"]})");
}

TEST(FanOut, SaysThatOneIsAwayWhereAllAre) {
  const auto away = http::problem(http::errors::module_away("user"));
  Two two{Module{away}, Module{away}};
  http::FanOut all{two.modules, bodies};
  EXPECT_EQ(ask(all).body, away.body);
}

TEST(FanOut, PassesARefusalOn) {
  Two two{Module{said("1")}, Module{http::problem(403, "http.forbidden", "no")}};
  http::FanOut all{two.modules, bodies};
  EXPECT_EQ(ask(all).status, 403);
}

TEST(FanOut, AsksEachForItsShareAlone) {
  Two two{Module{said("1")}, Module{said("2")}};
  http::FanOut all{two.modules, bodies, [](const std::string& module, http::Request& request) {
                     request.path = "/of/" + module;
                     return module == "billing";
                   }};
  EXPECT_EQ(ask(all).body, R"({"all":"billing2"})");
  EXPECT_TRUE(two.user.asked.empty());
  EXPECT_EQ(two.billing.asked.at(0).path, "/of/billing");
}

TEST(ByModule, AsksWhomItIsAboutAndElseTheFirst) {
  Two two{Module{said("1")}, Module{said("2")}};
  http::ByModule by{two.modules, [](const http::Request& request) { return request.path; }};
  http::Request request;
  request.path = "billing";
  EXPECT_EQ(ask(by, request).body, "2");
  request.path = "nobody";
  EXPECT_EQ(ask(by, request).body, "1");
}

TEST(JointOpenapi, HasThePathsSchemasAndTagsOfAllAndTheFirstOfWhatSeveralHave) {
  const auto joint = http::joint_openapi(
      {R"({"info":{"title":"one"},"tags":[{"name":"a"}],"paths":{"/a":{"get":1}},)"
       R"("components":{"schemas":{"A":1}}})",
       R"({"info":{"title":"two"},"tags":[{"name":"a"},{"name":"b"}],)"
       R"("paths":{"/a":{"get":2,"post":2},"/b":{"get":2}},)"
       R"("components":{"schemas":{"A":2,"B":2}}})"});
  EXPECT_EQ(joint,
            R"({"info":{"title":"one"},"tags":[{"name":"a"},{"name":"b"}],)"
            R"("paths":{"/a":{"get":1,"post":2},"/b":{"get":2}},)"
            R"("components":{"schemas":{"A":1,"B":2}}})");
}

}  // namespace
}  // namespace http_test
