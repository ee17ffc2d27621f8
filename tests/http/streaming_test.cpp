#include <chrono>
#include <filesystem>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include <sys/socket.h>

#include <gtest/gtest.h>

#include <adapters/http/server.hpp>
#include <tests/http/raw_client.hpp>
#include <tests/http/test_server.hpp>

namespace http_test {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;
using Offered = http::BodyStream::Offered;

class Streaming : public testing::Test {
 protected:
  void start(const http::ServerSettings& settings = small_limits()) {
    server.emplace(settings, world.router, world.ids);
    server->start();
  }
  std::unique_ptr<RawClient> asking(std::string_view lines = "") {
    auto peer = std::make_unique<RawClient>(server->port());
    peer->send(get_bytes("/stream", lines));
    return peer;
  }
  template <class So>
  static bool becomes(So so) {
    for (int i = 0; i < 500 && !so(); ++i) std::this_thread::sleep_for(milliseconds{10});
    return so();
  }

  World world;
  std::optional<http::Server> server;
};

TEST_F(Streaming, SendsEachPieceAsItComesAndThenItsEnd) {
  start();
  const auto peer = asking();
  const auto head = peer->up_to("\r\n\r\n");
  EXPECT_EQ(status_of(head), 200);
  EXPECT_EQ(header_of(head, "Transfer-Encoding"), "chunked");
  EXPECT_EQ(header_of(head, "Content-Length"), "");
  EXPECT_EQ(header_of(head, "Content-Type"), "text/event-stream");
  EXPECT_EQ(header_of(head, "Cache-Control"), "no-store");
  EXPECT_EQ(header_of(head, "X-Accel-Buffering"), "no");
  world.stream()->offer("data: one\n\n");
  EXPECT_EQ(peer->up_to("\n\n\r\n"), "b\r\ndata: one\n\n\r\n");
  world.stream()->offer("data: number two\n\n");
  EXPECT_EQ(peer->up_to("\n\n\r\n"), "12\r\ndata: number two\n\n\r\n");
  world.stream()->end();
  EXPECT_EQ(peer->rest(), "0\r\n\r\n");
  EXPECT_TRUE(becomes([&] { return world.gone == 1 && server->streams() == 0; }));
}

TEST_F(Streaming, SendsItsPiecesBareToAnOldPeerAndCloses) {
  start();
  RawClient peer(server->port());
  peer.send(
      "GET /stream HTTP/1.0\r\nAuthorization: Bearer clv_admin\r\n"
      "Connection: keep-alive\r\n\r\n");
  const auto head = peer.up_to("\r\n\r\n");
  EXPECT_EQ(header_of(head, "Connection"), "close");
  EXPECT_EQ(header_of(head, "Transfer-Encoding"), "");
  world.stream()->offer("one");
  world.stream()->offer("two");
  world.stream()->end();
  EXPECT_EQ(peer.rest(), "onetwo");
}

TEST_F(Streaming, KeepsASilentStreamAliveWithoutEndingIt) {
  auto settings = small_limits();
  settings.heartbeat_every = milliseconds{30};
  settings.idle_max = settings.write_max = milliseconds{100};
  start(settings);
  const auto peer = asking();
  peer->up_to("\r\n\r\n");
  for (int i = 0; i < 5; ++i) EXPECT_EQ(peer->up_to("\n\n\r\n"), "9\r\n: alive\n\n\r\n");
  world.stream()->offer("still here");
  EXPECT_NE(peer->up_to("still here").find("still here"), std::string::npos);
}

TEST_F(Streaming, HearsThatThePeerHasGoneThoughNothingIsSent) {
  start();
  auto peer = asking();
  peer->up_to("\r\n\r\n");
  peer.reset();
  EXPECT_TRUE(becomes([&] { return world.gone == 1; }));
  EXPECT_EQ(world.stream()->offer("late"), Offered::gone);
  EXPECT_TRUE(becomes([&] { return server->connections() == 0 && server->streams() == 0; }));
}

TEST_F(Streaming, DropsWhatThePeerSaysMeanwhile) {
  start();
  const auto peer = asking();
  peer->up_to("\r\n\r\n");
  peer->send(get_bytes("/livez"));
  world.stream()->offer("one");
  EXPECT_EQ(peer->up_to("one\r\n"), "3\r\none\r\n");
  world.stream()->end();
  EXPECT_EQ(peer->rest(), "0\r\n\r\n");
}

TEST_F(Streaming, HoldsBackForASlowReaderAndCutsItOffWhereItIsTold) {
  start();
  const auto peer = asking();
  peer->up_to("\r\n\r\n");
  const std::string piece(64 * 1024, 'x');
  int taken = 0;
  const auto deadline = steady_clock::now() + milliseconds{2000};
  auto last = Offered::taken;
  while (taken < 1000 && steady_clock::now() < deadline) {
    last = world.stream()->offer(piece);
    if (last == Offered::full) std::this_thread::sleep_for(milliseconds{20});
    if (last == Offered::taken) ++taken;
    if (last == Offered::full && world.stream()->offer(piece) == Offered::full) break;
  }
  EXPECT_EQ(last, Offered::full);
  EXPECT_LT(taken, 200);  // what the system's buffers hold, and the limit
  world.stream()->cut();
  EXPECT_TRUE(becomes([&] { return world.gone == 1 && server->connections() == 0; }));
  EXPECT_FALSE(peer->rest().ends_with("0\r\n\r\n"));  // it does not look whole
}

TEST_F(Streaming, EndsAReaderThatTakesNothingInTime) {
  auto settings = small_limits();
  settings.write_max = milliseconds{100};
  start(settings);
  const auto peer = asking();
  peer->up_to("\r\n\r\n");
  const std::string piece(1 << 20, 'x');
  EXPECT_TRUE(becomes([&] { return world.stream()->offer(piece) == Offered::gone; }));
}

TEST_F(Streaming, EndsAtOnceWhereTheServerDrains) {
  start();
  std::vector<std::unique_ptr<RawClient>> peers;
  for (int i = 0; i < 20; ++i) peers.push_back(asking());
  for (const auto& peer : peers) peer->up_to("\r\n\r\n");
  const auto begin = steady_clock::now();
  server->drain(milliseconds{5000});
  EXPECT_LT(steady_clock::now() - begin, milliseconds{1000});
  for (const auto& peer : peers) EXPECT_EQ(peer->rest(), "0\r\n\r\n");
  EXPECT_EQ(world.gone, 20);
}

TEST_F(Streaming, OfAPeerThatTakesNothingDoesNotHoldUpTheDrain) {
  start();
  const auto peer = asking();
  peer->up_to("\r\n\r\n");
  const std::string piece(1 << 20, 'x');
  for (int i = 0; i < 20; ++i) {
    world.stream()->offer(piece);
    std::this_thread::sleep_for(milliseconds{5});
  }
  const auto begin = steady_clock::now();
  server->drain(milliseconds{5000});
  EXPECT_LT(steady_clock::now() - begin, milliseconds{1000});
  EXPECT_EQ(world.gone, 1);
}

TEST_F(Streaming, AnswersHeadWithTheHeadAlone) {
  start();
  RawClient peer(server->port());
  peer.send("HEAD /stream HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer clv_admin\r\n\r\n");
  const auto answer = peer.rest();
  EXPECT_EQ(status_of(answer), 200);
  EXPECT_EQ(body_of(answer), "");
  EXPECT_EQ(world.gone, 1);
}

TEST_F(Streaming, OfManyPeersLeavesNoDescriptorBehind) {
  start();
  const auto descriptors = [] {
    return std::distance(std::filesystem::directory_iterator("/proc/self/fd"), {});
  };
  const auto before = descriptors();
  for (int round = 0; round < 2; ++round) {
    std::vector<std::unique_ptr<RawClient>> peers;
    for (int i = 0; i < 100; ++i) peers.push_back(asking());
    for (const auto& peer : peers) peer->up_to("\r\n\r\n");
    EXPECT_EQ(server->streams(), 100U);
  }
  EXPECT_TRUE(becomes([&] { return server->connections() == 0; }));
  EXPECT_EQ(descriptors(), before);
  EXPECT_EQ(world.gone, 200);
}

TEST_F(Streaming, MayOutliveTheServer) {
  start();
  const auto peer = asking();
  peer->up_to("\r\n\r\n");
  const auto stream = world.stream();
  server->drain(milliseconds{0});
  server.reset();
  stream->offer("late");
  stream->end();
  EXPECT_EQ(stream->offer("late"), Offered::gone);
}

}  // namespace
}  // namespace http_test
