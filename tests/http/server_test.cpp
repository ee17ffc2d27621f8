#include <chrono>
#include <memory>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include <adapters/http/server.hpp>
#include <tests/http/raw_client.hpp>
#include <tests/http/test_server.hpp>

namespace http_test {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

class ServerTest : public testing::Test {
 protected:
  void start(const http::ServerSettings& settings = small_limits()) {
    server.emplace(settings, world.router, world.ids, [this](const http::Refusal& refusal,
                                                             const std::string& peer) {
      const std::scoped_lock lock(mutex);
      refused.push_back(peer + " " + std::string(refusal.code));
    });
    server->start();
  }

  std::unique_ptr<RawClient> client() { return std::make_unique<RawClient>(server->port()); }

  World world;
  std::mutex mutex;
  std::vector<std::string> refused;
  std::optional<http::Server> server;
};

std::string post_bytes(std::string_view lines, std::string_view body) {
  return "POST /items HTTP/1.1\r\nHost: [::1]:8080\r\nAuthorization: Bearer clv_admin\r\n"
         "Content-Type: application/json\r\n" +
         std::string(lines) + "\r\n" + std::string(body);
}

TEST_F(ServerTest, AnswersOneRequestAfterTheOtherOnOneConnection) {
  start();
  const auto peer = client();
  for (int i = 0; i < 3; ++i) {
    peer->send(get_bytes("/livez"));
    const auto answer = peer->response();
    ASSERT_TRUE(answer.has_value());
    EXPECT_EQ(status_of(*answer), 200);
    EXPECT_EQ(body_of(*answer), R"({"status":"live"})");
    EXPECT_EQ(header_of(*answer, "Connection"), "");
    EXPECT_EQ(header_of(*answer, "Date").size(), 29U);
  }
}

TEST_F(ServerTest, AnswersPipelinedRequestsInTheirOrder) {
  start();
  const auto peer = client();
  peer->send(get_bytes("/slow") + get_bytes("/items/1") +
             post_bytes("Content-Length: 2\r\n", "{}") + get_bytes("/items/2"));
  EXPECT_EQ(status_of(peer->response().value()), 200);
  EXPECT_NE(peer->response().value().find(R"("id":"1")"), std::string::npos);
  EXPECT_EQ(status_of(peer->response().value()), 201);
  EXPECT_NE(peer->response().value().find(R"("id":"2")"), std::string::npos);
}

TEST_F(ServerTest, ReadsARequestThatComesByteForByte) {
  auto settings = small_limits();
  settings.head_max = settings.request_max = milliseconds{5000};
  settings.body_grace = milliseconds{5000};
  start(settings);
  const auto peer = client();
  for (const char c : post_bytes("Transfer-Encoding: chunked\r\n",
                                 "3;name=\"v\"\r\n{\"a\r\n4\r\n\":1}\r\n0\r\nX-Trailer: 1\r\n\r\n"))
    peer->send(std::string_view(&c, 1));
  const auto answer = peer->response();
  ASSERT_TRUE(answer.has_value());
  EXPECT_EQ(status_of(*answer), 201) << *answer;
  EXPECT_NE(answer->find(R"("body":{"a":1})"), std::string::npos) << *answer;
}

TEST_F(ServerTest, DoesNotTakeATrailerForAHeader) {
  start();
  const auto peer = client();
  peer->send(post_bytes("Transfer-Encoding: chunked\r\n",
                        "2\r\n{}\r\n0\r\nIdempotency-Key: sneaked\r\n\r\n"));
  EXPECT_NE(peer->response().value().find(R"("repeatable":false)"), std::string::npos);
}

TEST_F(ServerTest, ClosesAfterARequestThatAsksForIt) {
  start();
  const auto peer = client();
  peer->send(get_bytes("/livez", "Connection: close\r\n") + get_bytes("/livez"));
  const auto answer = peer->rest();
  EXPECT_EQ(status_of(answer), 200);
  EXPECT_EQ(header_of(answer, "Connection"), "close");
  EXPECT_EQ(answer.find("HTTP/1.1", 1), std::string::npos);
}

TEST_F(ServerTest, SpeaksHttp10) {
  start();
  const auto once = client();
  once->send("GET /livez HTTP/1.0\r\n\r\n");
  EXPECT_EQ(header_of(once->rest(), "Connection"), "close");
  const auto kept = client();
  kept->send("GET /livez HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
  EXPECT_EQ(header_of(kept->response().value(), "Connection"), "keep-alive");
  kept->send("GET /livez HTTP/1.0\r\n\r\n");
  EXPECT_EQ(status_of(kept->response().value()), 200);
}

TEST_F(ServerTest, AnswersHeadWithTheLengthAndWithoutTheBody) {
  start();
  const auto peer = client();
  peer->send("HEAD /livez HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
  const auto answer = peer->rest();
  EXPECT_EQ(status_of(answer), 200);
  EXPECT_EQ(header_of(answer, "Content-Length"), "17");
  EXPECT_EQ(body_of(answer), "");
}

TEST_F(ServerTest, SendsContinueToWhoWaitsForIt) {
  start();
  const auto peer = client();
  peer->send(post_bytes("Expect: 100-continue\r\nContent-Length: 2\r\n", ""));
  EXPECT_EQ(peer->response().value(), "HTTP/1.1 100 Continue\r\n\r\n");
  peer->send("{}");
  EXPECT_EQ(status_of(peer->response().value()), 201);
}

TEST_F(ServerTest, TakesTheAbsoluteFormAndALineEndInFront) {
  start();
  const auto peer = client();
  peer->send("\r\nGET http://localhost/items?limit=%31 HTTP/1.1\r\nHost: localhost:80\r\n"
             "Authorization: bearer clv_admin\r\n\r\n");
  EXPECT_EQ(status_of(peer->response().value()), 200);
}

TEST_F(ServerTest, RefusesAHeadThatComesTooSlowly) {
  start();
  const auto peer = client();
  const auto begin = steady_clock::now();
  peer->send("GET /livez HTTP/1.1\r\nHost: a\r\n");
  const auto answer = peer->rest();
  EXPECT_EQ(status_of(answer), 408);
  EXPECT_EQ(header_of(answer, "Connection"), "close");
  EXPECT_LT(steady_clock::now() - begin, milliseconds{2000});
  const std::scoped_lock lock(mutex);
  EXPECT_EQ(refused, std::vector<std::string>{"127.0.0.1 http.too_slow"});
}

TEST_F(ServerTest, RefusesABodyThatTricklesIn) {
  start();
  const auto peer = client();
  peer->send(post_bytes("Content-Length: 1000\r\n", "{"));
  std::jthread trickle([&](const std::stop_token& stop) {
    for (; !stop.stop_requested(); std::this_thread::sleep_for(milliseconds{20})) peer->send(" ");
  });
  EXPECT_EQ(status_of(peer->response().value_or("")), 408);
}

TEST_F(ServerTest, ClosesAnIdleConnectionWithoutAWord) {
  start();
  const auto fresh = client();
  const auto used = client();
  used->send(get_bytes("/livez"));
  EXPECT_TRUE(used->response().has_value());
  EXPECT_TRUE(fresh->closes());
  EXPECT_TRUE(used->closes());
}

TEST_F(ServerTest, TurnsAwayWhoComesOverTheCaps) {
  auto settings = small_limits();
  settings.connections_per_address_max = 2;
  settings.idle_max = milliseconds{5000};
  start(settings);
  auto first = client();
  const auto second = client();
  for (const auto& peer : {first.get(), second.get()}) {
    peer->send(get_bytes("/livez"));
    EXPECT_TRUE(peer->response().has_value());
  }
  const auto third = client();
  const auto answer = third->rest();
  EXPECT_EQ(status_of(answer), 503);
  EXPECT_EQ(header_of(answer, "Retry-After"), "1");
  first.reset();
  for (int i = 0; i < 100 && server->connections() > 1; ++i)
    std::this_thread::sleep_for(milliseconds{10});
  const auto fourth = client();
  fourth->send(get_bytes("/livez"));
  EXPECT_EQ(status_of(fourth->response().value_or("")), 200);
}

TEST_F(ServerTest, DrainsWithoutLosingAnAnswer) {
  auto settings = small_limits();
  settings.idle_max = milliseconds{60'000};
  start(settings);
  const auto idle = client();
  const auto asking = client();
  idle->send(get_bytes("/livez"));
  EXPECT_TRUE(idle->response().has_value());
  asking->send(get_bytes("/slow") + get_bytes("/livez"));
  std::this_thread::sleep_for(milliseconds{30});
  const auto begin = steady_clock::now();
  std::thread drain([&] { server->drain(milliseconds{5000}); });
  const auto answer = asking->response();
  ASSERT_TRUE(answer.has_value());
  EXPECT_EQ(status_of(*answer), 200);
  EXPECT_EQ(header_of(*answer, "Connection"), "close");
  EXPECT_TRUE(asking->closes());
  EXPECT_TRUE(idle->closes());
  drain.join();
  EXPECT_LT(steady_clock::now() - begin, milliseconds{2000});  // who asks nothing is not waited for
  EXPECT_THROW(RawClient{server->port()}, std::runtime_error);
}

TEST_F(ServerTest, EndsThoughAnAnswerNeverComesInTime) {
  start();
  const auto asking = client();
  asking->send(get_bytes("/slow"));
  std::this_thread::sleep_for(milliseconds{30});
  const auto begin = steady_clock::now();
  server->drain(milliseconds{10});
  EXPECT_LT(steady_clock::now() - begin, milliseconds{90});
  EXPECT_TRUE(asking->closes());
  server.reset();
}

TEST_F(ServerTest, AnswersManyPeersWhoseAnswersComeFromOtherThreads) {
  auto settings = small_limits();
  settings.threads = 2;
  start(settings);
  std::vector<std::unique_ptr<RawClient>> peers;
  for (int i = 0; i < 50; ++i) peers.push_back(client());
  for (const auto& peer : peers) peer->send(get_bytes("/slow"));
  for (const auto& peer : peers) EXPECT_EQ(status_of(peer->response().value_or("")), 200);
}

TEST_F(ServerTest, SaysWhyItCannotListen) {
  start();
  auto taken = small_limits();
  taken.port = server->port();
  try {
    const http::Server second(taken, world.router, world.ids);
    FAIL() << "the port is taken";
  } catch (const std::runtime_error& failure) {
    EXPECT_EQ(std::string(failure.what()).find("cannot listen on 127.0.0.1:"), 0U)
        << failure.what();
  }
}

}  // namespace
}  // namespace http_test
