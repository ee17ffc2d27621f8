#include <memory>
#include <optional>
#include <string>
#include <utility>

#include <gtest/gtest.h>

#include <adapters/http/by_lead.hpp>
#include <adapters/http/http_errors.hpp>
#include <adapters/http/problem.hpp>
#include <adapters/http/replies.hpp>

namespace http_test {
namespace {

using http::ByLead;

class Says final : public http::Handler {
 public:
  explicit Says(http::Response response) : response_(std::move(response)) {}
  void handle(http::Request, http::Reply reply) override { reply(response_); }

 private:
  const http::Response response_;
};

std::string asked(bool leads, http::Response there, ByLead::Otherwise otherwise) {
  Says here{http::json_response(200, "here")};
  ByLead by{[leads] { return leads; }, here, std::make_unique<Says>(std::move(there)), otherwise};
  std::optional<std::string> body;
  by.handle({}, [&](const http::Response& response) {
    EXPECT_FALSE(body);
    body = response.body;
  });
  return body.value();
}

TEST(ByLead, AnswersHereWhereThisInstanceLeadsAndElseThere) {
  const auto there = http::json_response(200, "there");
  for (const auto otherwise : {ByLead::Otherwise::nothing, ByLead::Otherwise::here}) {
    EXPECT_EQ(asked(true, there, otherwise), "here");
    EXPECT_EQ(asked(false, there, otherwise), "there");
  }
}

TEST(ByLead, SaysThatNoneLeadsOrWhatIsKnownHere) {
  const auto nobody = http::problem(http::errors::no_lead("billing"));
  EXPECT_EQ(asked(false, nobody, ByLead::Otherwise::nothing), nobody.body);
  EXPECT_EQ(asked(false, nobody, ByLead::Otherwise::here), "here");
  const auto refused = http::problem(403, "http.forbidden", "no");
  EXPECT_EQ(asked(false, refused, ByLead::Otherwise::here), refused.body);
}

}  // namespace
}  // namespace http_test
