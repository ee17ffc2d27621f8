#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include <adapters/http/server.hpp>
#include <tests/http/raw_client.hpp>
#include <tests/http/test_server.hpp>

// Whose streams go on, and how many: over real sockets.
namespace http_test {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

class OpenStreams : public testing::Test {
 protected:
  // What is to happen at once must not wait for a heartbeat.
  void start(milliseconds heartbeat_every = std::chrono::seconds{60}) {
    auto settings = small_limits();
    settings.heartbeat_every = heartbeat_every;
    server.emplace(settings, world.router, world.ids);
    server->start();
  }

  std::unique_ptr<RawClient> asking(const std::string& token) {
    auto peer = std::make_unique<RawClient>(server->port());
    peer->send("GET /stream HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer " + token + "\r\n\r\n");
    return peer;
  }
  std::unique_ptr<RawClient> watching(const std::string& token) {
    auto peer = asking(token);
    EXPECT_EQ(status_of(peer->up_to("\r\n\r\n")), 200);
    return peer;
  }
  void expires(const std::string& token, milliseconds in) {
    const auto at = world.clock.now() + in;
    world.keys.add(world.digest.hash256(token), {"key_" + token, {"items:read"}, at});
  }
  // The connections have sent what there was, and wait for more.
  static void fall_asleep() { std::this_thread::sleep_for(milliseconds{100}); }
  template <class So>
  static bool becomes(So so) {
    for (int i = 0; i < 500 && !so(); ++i) std::this_thread::sleep_for(milliseconds{10});
    return so();
  }
  World world{{.streams_max = 3, .streams_per_key_max = 2}};
  std::optional<http::Server> server;
};

TEST_F(OpenStreams, EndAtOnceWhereTheirKeyIsRevoked) {
  start();
  const auto reader = watching(reader_token);
  const auto admin = watching(admin_token);
  world.stream(0)->offer("one");
  EXPECT_NE(reader->up_to("one\r\n").find("one"), std::string::npos);
  fall_asleep();
  const auto begin = steady_clock::now();
  world.keys.remove("key_reader");
  EXPECT_EQ(reader->rest(), "0\r\n\r\n");
  EXPECT_LT(steady_clock::now() - begin, milliseconds{1000});
  EXPECT_EQ(world.stream(0)->offer("a secret"), http::BodyStream::Offered::gone);
  EXPECT_TRUE(becomes([&] { return world.gone == 1; }));
  world.stream(1)->offer("still here");
  EXPECT_NE(admin->up_to("here\r\n").find("still here"), std::string::npos);
}

TEST_F(OpenStreams, EndWhereTheRingIsReplacedByOneWithoutTheirKey) {
  start();
  const auto reader = watching(reader_token);
  fall_asleep();
  world.keys.replace_all({{world.digest.hash256(admin_token), {"key_admin", {"admin"}, {}}}});
  EXPECT_TRUE(reader->rest().ends_with("0\r\n\r\n"));
}

TEST_F(OpenStreams, TellNothingThatHappensAfterTheirKeyExpiredAndEnd) {
  start();
  expires("clv_short", milliseconds{300});
  const auto peer = watching("clv_short");
  world.stream(0)->offer("one");
  EXPECT_NE(peer->up_to("one\r\n").find("one"), std::string::npos);
  std::this_thread::sleep_for(milliseconds{300});
  world.stream(0)->offer("a secret");
  const auto rest = peer->rest();
  EXPECT_EQ(rest.find("secret"), std::string::npos) << rest;
  EXPECT_TRUE(rest.ends_with("0\r\n\r\n"));
}

TEST_F(OpenStreams, EndAtAHeartbeatWhereTheirKeyExpiresWhileNothingHappens) {
  start(milliseconds{50});
  expires("clv_short", milliseconds{100});
  const auto peer = watching("clv_short");
  EXPECT_TRUE(peer->rest().ends_with("0\r\n\r\n"));
  EXPECT_TRUE(becomes([&] { return world.gone == 1 && server->streams() == 0; }));
}

TEST_F(OpenStreams, OfOneKeyDoNotTakeThePlacesOfOthers) {
  start();
  auto first = watching(admin_token);
  const auto second = watching(admin_token);
  const auto third = asking(admin_token);
  const auto refused = third->response().value();
  EXPECT_EQ(status_of(refused), 429);
  EXPECT_EQ(header_of(refused, "Retry-After"), "1");
  EXPECT_NE(refused.find("http.too_many_streams_of_key"), std::string::npos) << refused;
  EXPECT_EQ(world.stream(2)->offer("x"), http::BodyStream::Offered::gone);
  third->send(get_bytes("/livez"));  // whoever was refused a stream may ask for something else
  EXPECT_EQ(status_of(third->response().value()), 200);
  const auto other = watching(reader_token);
  first.reset();
  EXPECT_TRUE(becomes([&] { return world.gone == 2; }));
  watching(admin_token);
}

TEST_F(OpenStreams, AreCountedAsWhatTheyWereAnswered) {
  start();
  expires("clv_other", std::chrono::hours{1});
  auto first = watching(admin_token);
  const auto second = watching(admin_token);
  const auto third = watching(reader_token);
  const auto fourth = asking("clv_other");
  const auto refused = fourth->response().value();
  EXPECT_EQ(status_of(refused), 503);
  EXPECT_NE(refused.find("http.too_many_streams"), std::string::npos) << refused;
  std::vector<int> statuses;
  for (const auto& told : world.watcher.told()) statuses.push_back(told.status);
  EXPECT_EQ(statuses, (std::vector<int>{200, 200, 200, 503}));
  first.reset();
  EXPECT_TRUE(becomes([&] { return world.gone == 2; }));
  watching("clv_other");
}

}  // namespace
}  // namespace http_test
