#include <future>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include <adapters/http/gateway.hpp>
#include <adapters/http/http_errors.hpp>
#include <adapters/http/replies.hpp>
#include <tests/http/test_server.hpp>

namespace http_test {
namespace {

std::string header(const http::Response& response, std::string_view name) {
  for (const auto& [key, value] : response.headers) {
    if (key == name) return value;
  }
  return "";
}

// Names itself, and keeps what it was asked.
class Named final : public http::Handler {
 public:
  explicit Named(std::string name) : name_(std::move(name)) {}
  void handle(http::Request request, http::Reply reply) override {
    asked.push_back(std::move(request));
    reply(http::json_response(200, name_));
  }
  std::vector<http::Request> asked;

 private:
  const std::string name_;
};

// Directory: one more key, which only it knows; and it can be away.
class Directory final : public http::KeyDirectory {
 public:
  Directory(const sync::Digest& digest) : hash_(digest.hash256("clv_elsewhere")) {}
  void look_up(const sync::Hash256& token_hash, Found found) override {
    ++asked;
    if (away) return found(shared::refuse(http::errors::keys_unavailable()));
    if (!(token_hash == hash_)) return found(nullptr);
    found(std::make_shared<const http::Principal>(http::Principal{"key_elsewhere", {"admin"}, {}}));
  }
  int asked = 0;
  bool away = false;

 private:
  const sync::Hash256 hash_;
};

// Frozen: time as a test sets it, so that what was counted is not forgotten meanwhile.
class Frozen final : public shared::Clock {
 public:
  shared::Instant now() override { return shared::Instant{monotonic_}; }
  std::chrono::milliseconds monotonic() override { return monotonic_; }
  void pass(std::chrono::milliseconds time) { monotonic_ += time; }

 private:
  std::chrono::milliseconds monotonic_{1'000'000};
};

http::Request by(const char* token, std::string method, std::string path) {
  http::Request request;
  request.method = std::move(method);
  request.path = std::move(path);
  request.peer = "192.0.2.1";
  if (token != nullptr)
    request.headers.emplace_back("authorization", std::string("Bearer ") + token);
  return request;
}

class Gateway : public testing::Test {
 protected:
  void limit(http::GatewayLimits limits) {
    gateway.emplace(http::GatewayPorts{.clock = clock,
                                       .ids = world.ids,
                                       .digest = world.digest,
                                       .keys = world.keys,
                                       .observer = world.watcher,
                                       .streams = streams,
                                       .directory = directory ? &*directory : nullptr,
                                       .limits = limits},
                    std::vector<http::Door>{{{"/items"}, world.router},
                                            {{"/users", "/keys"}, user},
                                            {{"/users/{id}/invoices"}, billing}},
                    world.router);
  }
  http::Response ask(http::Request request) {
    if (!gateway) limit({});
    std::promise<http::Response> answered;
    gateway->handle(std::move(request),
                    [&](http::Response response) { answered.set_value(std::move(response)); });
    return answered.get_future().get();
  }
  std::string who(std::string path) { return ask(by(reader_token, "GET", std::move(path))).body; }

  World world;
  Frozen clock;
  Named user{"user"}, billing{"billing"};
  std::shared_ptr<http::OpenStreams> streams =
      std::make_shared<http::OpenStreams>(http::StreamBounds{});
  std::optional<Directory> directory;
  std::optional<http::Gateway> gateway;
};

TEST_F(Gateway, LeadsToWhoseLongestPathFits) {
  EXPECT_EQ(who("/users"), "user");
  EXPECT_EQ(who("/users/1"), "user");
  EXPECT_EQ(who("/users/1/orders"), "user");
  EXPECT_EQ(who("/users/1/invoices"), "billing");
  EXPECT_EQ(who("/users/1/invoices/2"), "billing");
  EXPECT_EQ(who("/users//invoices"), "user");
  EXPECT_EQ(who("/keys"), "user");
  EXPECT_NE(who("/usersx").find("http.no_route"), std::string::npos);
  EXPECT_NE(who("users").find("http.no_route"), std::string::npos);
  EXPECT_NE(who("").find("http.no_route"), std::string::npos);
  EXPECT_NE(who("/").find("http.no_route"), std::string::npos);
}

TEST_F(Gateway, ChangesNothingOfWhatARouterAnswers) {
  for (const char* token : {static_cast<const char*>(nullptr), "", "clv_wrong", expired_token,
                            reader_token, admin_token}) {
    for (const char* method : {"GET", "HEAD", "POST", "DELETE", "BREW"}) {
      for (const char* path : {"/livez", "/items", "/items/7", "/nothing", "/metrics", "*"}) {
        auto request = by(token, method, path);
        request.headers.emplace_back("x-request-id", "r-1");
        const auto bare = world.ask(request);
        const auto behind = ask(request);
        EXPECT_EQ(behind.status, bare.status) << method << ' ' << path;
        EXPECT_EQ(behind.headers, bare.headers) << method << ' ' << path;
        if (std::string_view(path) != "/metrics") {
          EXPECT_EQ(behind.body, bare.body) << method << ' ' << path;
        }
      }
    }
  }
}

TEST_F(Gateway, PassesOnWhoAsksAndNobodyElseCan) {
  auto forged = by("clv_wrong", "GET", "/users");
  forged.caller = http::Caller{
      std::make_shared<const http::Principal>(http::Principal{"key_forged", {"admin"}, {}}), true};
  ask(forged);
  ASSERT_TRUE(user.asked.at(0).caller);
  EXPECT_FALSE(user.asked[0].caller->principal);
  ask(by(reader_token, "GET", "/users"));
  ASSERT_TRUE(user.asked.at(1).caller && user.asked[1].caller->principal);
  EXPECT_EQ(user.asked[1].caller->principal->key_id, "key_reader");
}

TEST_F(Gateway, LetsAKeyInOnlySoOften) {
  limit({.per_key = {.per_s = 4}, .per_address = {.per_s = 0}});
  for (int i = 0; i < 4; ++i) EXPECT_EQ(ask(by(reader_token, "GET", "/users")).status, 200) << i;
  const auto refused = ask(by(reader_token, "GET", "/users"));
  EXPECT_EQ(refused.status, 429);
  EXPECT_EQ(header(refused, "Retry-After"), "1");
  EXPECT_TRUE(header(refused, "X-Request-Id").starts_with("req_"));
  EXPECT_NE(refused.body.find("http.too_many_requests"), std::string::npos);
  EXPECT_NE(refused.body.find(header(refused, "X-Request-Id")), std::string::npos);
  EXPECT_EQ(world.watcher.told().back().status, 429);
  EXPECT_EQ(world.watcher.told().back().key_id, "key_reader");
  EXPECT_EQ(ask(by(admin_token, "GET", "/users")).status, 200) << "another key's bucket is its own";
  clock.pass(std::chrono::milliseconds{250});
  EXPECT_EQ(ask(by(reader_token, "GET", "/users")).status, 200);
  EXPECT_EQ(ask(by(reader_token, "GET", "/users")).status, 429);
}

TEST_F(Gateway, LetsAnAddressInOnlySoOftenWhateverItShows) {
  limit({.per_key = {.per_s = 0}, .per_address = {.per_s = 2}});
  EXPECT_EQ(ask(by("clv_wrong", "GET", "/items")).status, 401);
  EXPECT_EQ(ask(by(nullptr, "GET", "/items")).status, 401);
  EXPECT_EQ(ask(by(admin_token, "GET", "/items")).status, 429);
  auto other = by(admin_token, "GET", "/items");
  other.peer = "192.0.2.2";
  EXPECT_EQ(ask(other).status, 200);
}

TEST_F(Gateway, AsksTheDirectoryForKeysItHasNotHeardOf) {
  directory.emplace(world.digest);
  EXPECT_EQ(ask(by("clv_elsewhere", "GET", "/items")).status, 200);
  EXPECT_EQ(directory->asked, 1);
  EXPECT_EQ(ask(by("clv_wrong", "GET", "/items")).status, 401);
  EXPECT_EQ(directory->asked, 2);
  EXPECT_EQ(ask(by(nullptr, "GET", "/items")).status, 401);
  EXPECT_EQ(ask(by(reader_token, "GET", "/items")).status, 200);
  EXPECT_EQ(directory->asked, 2);
}

TEST_F(Gateway, SaysSoWhereAKeyCannotBeChecked) {
  directory.emplace(world.digest);
  directory->away = true;
  const auto refused = ask(by("clv_elsewhere", "GET", "/items"));
  EXPECT_EQ(refused.status, 503);
  EXPECT_NE(refused.body.find("http.keys_unavailable"), std::string::npos) << refused.body;
  EXPECT_EQ(ask(by(reader_token, "GET", "/items")).status, 200);
}

TEST(RateLimiter, ForgetsWhoeverMayComeInAsIfForTheFirstTime) {
  http::RateLimiter limiter{{.per_s = 1, .callers_max = 1600}};
  std::chrono::milliseconds now{0};
  for (int i = 0; i < 100'000; ++i) {
    EXPECT_FALSE(limiter.refuse("caller " + std::to_string(i), now));
    if (i % 100 == 0) now += std::chrono::milliseconds{100};
  }
  EXPECT_LE(limiter.size(), 1600U);
  EXPECT_FALSE(limiter.refuse("one", now));
  const auto wait = limiter.refuse("one", now);
  ASSERT_TRUE(wait);
  EXPECT_EQ(*wait, std::chrono::milliseconds{1000});
  EXPECT_FALSE(limiter.refuse("one", now + *wait));
}

TEST(RateLimiter, KeepsToItsBoundWhereNobodyCanBeForgotten) {
  http::RateLimiter limiter{{.per_s = 1, .callers_max = 160}};
  for (int i = 0; i < 10'000; ++i)
    limiter.refuse("caller " + std::to_string(i), std::chrono::milliseconds{0});
  EXPECT_LE(limiter.size(), 160U);
}

TEST(RateLimiter, LetsASecondsWorthThroughInTheLongRun) {
  http::RateLimiter limiter{{.per_s = 50}};
  int admitted = 0;
  for (int ms = 0; ms < 10'000; ++ms)
    admitted += limiter.refuse("one", std::chrono::milliseconds{ms}) ? 0 : 1;
  EXPECT_NEAR(admitted, 550, 1);
}

}  // namespace
}  // namespace http_test
