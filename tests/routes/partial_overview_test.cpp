#include <gtest/gtest.h>

#include <chrono>
#include <future>
#include <memory>
#include <string>
#include <utility>

#include <adapters/bus/in_process_requests.hpp>
#include <adapters/http/http_errors.hpp>
#include <adapters/http/problem.hpp>
#include <adapters/http/remote_handler.hpp>
#include <adapters/http/replies.hpp>
#include <adapters/http/router.hpp>
#include <adapters/system/sodium_digest.hpp>
#include <adapters/system/system_clock.hpp>
#include <adapters/system/timer_thread.hpp>
#include <adapters/system/uuid_v7_ids.hpp>
#include <app/overview.hpp>

// The overview of a user where the two modules run elsewhere, or one of them nowhere.
namespace routes_test {
namespace {

class Deaf final : public http::RouterObserver {
 public:
  void answered(const http::Answered&) override {}
  void failed(std::string_view, std::string_view) override {}
};

// A half as its module would answer it.
app::OverviewHalf answering(http::Response response) {
  return [response](const http::Call&, http::Reply reply) { reply(response); };
}

http::Response members(std::string text) { return http::json_response(200, std::move(text)); }

const char* const user_members = R"("user":{"id":"usr_1"})";
const char* const billing_members =
    R"("subscriptions":[],"open_invoices":[],"balance":[],"has_more":false)";
const std::string whole = std::string("{") + user_members + "," + billing_members + "}";
const std::string without_billing =
    std::string("{") + user_members +
    R"(,"subscriptions":null,"open_invoices":null,"balance":null,"has_more":null)"
    R"(,"partial":["billing"]})";
const std::string without_user =
    std::string(R"({"user":null,)") + billing_members + R"(,"partial":["user"]})";

// Module: a process of its own, as far as the gateway can tell: it serves its half.
struct Module {
  Module(shared::Services& services, const std::string& service, shared::Clock& clock,
         shared::Ids& ids, const sync::Digest& digest, http::Response half)
      : router(app::half_routes(answering(std::move(half))), {clock, ids, digest, keys, observer}),
        serving(http::serve(services, service, router)) {}

  http::MemoryKeyRing keys;
  Deaf observer;
  http::Router router;
  std::unique_ptr<shared::Serving> serving;
};

class PartialOverview : public testing::Test {
 protected:
  void user_answers(http::Response half) {
    user = std::make_unique<Module>(requests, "user_overview", clock, ids, digest, std::move(half));
  }
  void billing_answers(http::Response half) {
    billing =
        std::make_unique<Module>(requests, "billing_overview", clock, ids, digest, std::move(half));
  }
  http::Response ask(const char* token = "clv_all") {
    http::Request request;
    request.method = "GET";
    request.path = "/v1/users/usr_1/overview";
    request.headers = {{"authorization", std::string("Bearer ") + token},
                       {"x-request-id", "r-1"}};
    std::promise<http::Response> answered;
    gateway.handle(std::move(request), [&](http::Response response) {
      answered.set_value(std::move(response));
    });
    return answered.get_future().get();
  }

  PartialOverview() {
    keys.add(digest.hash256("clv_all"), {"key_1", {"admin"}, {}});
    keys.add(digest.hash256("clv_half"), {"key_2", {"users:read"}, {}});
    user_answers(members(user_members));
    billing_answers(members(billing_members));
  }

  os::SystemClock clock;
  os::UuidV7Ids ids{clock};
  os::SodiumDigest digest;
  os::TimerThread timer;
  bus::InProcessRequests requests{clock, timer};
  std::unique_ptr<Module> user, billing;
  const http::RemoteWaits waits{.read_max = std::chrono::milliseconds{300}};
  http::RemoteHandler asks_user{"user_overview", {requests, requests, clock, ids}, waits};
  http::RemoteHandler asks_billing{"billing_overview", {requests, requests, clock, ids}, waits};
  http::MemoryKeyRing keys;
  Deaf observer;
  http::Router gateway{
      app::overview_routes({app::half_elsewhere(asks_user), app::half_elsewhere(asks_billing)}),
      {clock, ids, digest, keys, observer}};
};

TEST_F(PartialOverview, IsWholeWhereBothAnswer) {
  const auto answer = ask();
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.body, whole);
  const http::Fields named{{"X-Request-Id", "r-1"}};
  EXPECT_EQ(answer.headers, named);
}

TEST_F(PartialOverview, SaysWhichModuleIsAway) {
  billing.reset();
  EXPECT_EQ(ask().body, without_billing);
  EXPECT_EQ(ask().status, 200);
  billing_answers(members(billing_members));
  EXPECT_EQ(ask().body, whole);
  user.reset();
  EXPECT_EQ(ask().body, without_user);
}

TEST_F(PartialOverview, SaysSoOfAModuleWhoseStoreIsAway) {
  billing_answers(http::problem(http::errors::store_unavailable()));
  EXPECT_EQ(ask().body, without_billing);
}

TEST_F(PartialOverview, WaitsForAModuleThatIsSilentNoLongerThanItsDeadline) {
  const auto silent = requests.serve("user_overview", [](const auto&, const auto&) {});
  user.reset();
  const auto began = std::chrono::steady_clock::now();
  EXPECT_EQ(ask().body, without_user);
  EXPECT_GE(std::chrono::steady_clock::now() - began, std::chrono::milliseconds{300});
}

TEST_F(PartialOverview, IsNoneWhereBothAreAway) {
  user.reset();
  billing.reset();
  const auto answer = ask();
  EXPECT_EQ(answer.status, 503);
  EXPECT_NE(answer.body.find("http.module_unavailable"), std::string::npos) << answer.body;
}

TEST_F(PartialOverview, HidesNoRefusal) {
  user_answers(http::problem(404, "user.not_found", "No such user."));
  EXPECT_EQ(ask().status, 404);
  billing.reset();
  EXPECT_EQ(ask().status, 404);
  user_answers(members(user_members));
  billing_answers(http::problem(503, "sync.behind", "Not there yet."));
  EXPECT_NE(ask().body.find("sync.behind"), std::string::npos);
}

TEST_F(PartialOverview, IsForWhoMayReadAllOfIt) { EXPECT_EQ(ask("clv_half").status, 403); }

}  // namespace
}  // namespace routes_test
