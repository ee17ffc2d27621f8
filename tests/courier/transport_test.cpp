#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdlib>
#include <deque>
#include <future>
#include <map>
#include <mutex>
#include <stdexcept>
#include <string>
#include <thread>

#include <gtest/gtest.h>

#include <adapters/courier/webhook/https_transport.hpp>
#include <tests/receiver/receiver.hpp>
#include <tests/support/temp_folder.hpp>

namespace courier_test {
namespace {

using namespace std::chrono_literals;
using courier::Addresses;
using courier::HttpsTransport;
using courier::TransportSettings;
using webhook::Reply;

namespace ip = boost::asio::ip;

TransportSettings anywhere() {
  TransportSettings settings;
  settings.allow_private_addresses = true;
  return settings;
}

// Sends one message and waits for its end.
Reply sent(const TransportSettings& settings, const std::string& url) {
  std::promise<Reply> promise;
  auto reply = promise.get_future();
  HttpsTransport transport{settings, [](auto task) { task(); }};
  transport.send({url, "msg_1", "1614265330", "v1,abc v1,def", R"({"test":1})"},
                 [&promise](Reply got) { promise.set_value(std::move(got)); });
  if (reply.wait_for(20s) != std::future_status::ready) {
    transport.stop();
    return {.status = -1, .error = "it has no end"};
  }
  return reply.get();
}

// A key and a certificate of its own for that name.
struct Certificate {
  explicit Certificate(const std::string& name) {
    const std::string command =
        "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 1 -subj /CN=" +
        name + " -addext subjectAltName=DNS:" + name + " -keyout " + key() + " -out " + file() +
        " 2>/dev/null";
    if (std::system(command.c_str()) != 0) throw std::runtime_error("openssl failed");
  }
  std::string key() const { return (folder.path() / "key.pem").string(); }
  std::string file() const { return (folder.path() / "crt.pem").string(); }

  test::TempFolder folder;
};

TEST(HttpsTransport, SendsWhatTheSpecificationSays) {
  test::Receiver receiver;
  EXPECT_EQ(sent(anywhere(), receiver.url("/hook?x=1")).status, 200);
  const auto request = receiver.received().at(0);
  EXPECT_EQ(request.method, "POST");
  EXPECT_EQ(request.target, "/hook?x=1");
  EXPECT_EQ(request.header("host"), "127.0.0.1:" + std::to_string(receiver.port()));
  EXPECT_EQ(request.header("content-type"), "application/json");
  EXPECT_EQ(request.header("webhook-id"), "msg_1");
  EXPECT_EQ(request.header("webhook-timestamp"), "1614265330");
  EXPECT_EQ(request.header("webhook-signature"), "v1,abc v1,def");
  EXPECT_EQ(request.body, R"({"test":1})");
}

TEST(HttpsTransport, TellsTheStatusAndHowLongToWait) {
  test::Receiver receiver;
  receiver.answer([](const auto&) { return test::response(429, "Retry-After: 120\r\n"); });
  const auto reply = sent(anywhere(), receiver.url());
  EXPECT_EQ(reply.status, 429);
  EXPECT_EQ(reply.retry_after, 120s);
  receiver.answer([](const auto&) {
    return test::response(503, "Retry-After: Fri, 20 Nov 2026 10:00:00 GMT\r\n");
  });
  EXPECT_EQ(sent(anywhere(), receiver.url()).retry_after, std::nullopt);
}

TEST(HttpsTransport, FollowsNoRedirect) {
  test::Receiver receiver;
  receiver.answer([&](const auto&) {
    return test::response(302, "Location: " + receiver.url("/elsewhere") + "\r\n");
  });
  EXPECT_EQ(sent(anywhere(), receiver.url()).status, 302);
  std::this_thread::sleep_for(50ms);
  EXPECT_EQ(receiver.count(), 1U);
}

TEST(HttpsTransport, SpeaksToNoAddressThatIsNotPublic) {
  test::Receiver receiver;
  const auto port = std::to_string(receiver.port());
  for (const std::string host : {"127.0.0.1", "localhost", "127.1", "2130706433", "0x7f000001", "0",
                                 "[::1]", "[::ffff:127.0.0.1]", "169.254.169.254"}) {
    const auto reply = sent({}, "https://" + host + ":" + port + "/");
    EXPECT_EQ(reply.status, 0) << host;
    EXPECT_EQ(reply.error, "The host's address is not public; nothing was sent.") << host;
  }
  EXPECT_EQ(receiver.count(), 0U);
}

TEST(HttpsTransport, SpeaksPlainlyOnlyWherePrivateAddressesAreAllowed) {
  test::Receiver receiver;
  const auto reply = sent({}, receiver.url());
  EXPECT_EQ(reply.status, 0);
  EXPECT_NE(reply.error.find("https://"), std::string::npos);
  EXPECT_EQ(receiver.count(), 0U);
}

// A name whose answer changes between two questions gets nobody inside.
TEST(HttpsTransport, AsksForANameOnceAndConnectsToTheVeryAnswer) {
  test::Receiver receiver;
  int asked = 0;
  auto settings = anywhere();
  settings.resolve = [&asked](const std::string& host) {
    EXPECT_EQ(host, "receiver.example");
    return ++asked == 1 ? Addresses{ip::make_address("127.0.0.1")} : Addresses{};
  };
  const auto url = "http://receiver.example:" + std::to_string(receiver.port()) + "/";
  EXPECT_EQ(sent(settings, url).status, 200);
  EXPECT_EQ(asked, 1);

  settings.allow_private_addresses = false;
  settings.connect_max = 100ms;
  settings.resolve = [](const std::string&) {
    // One public address among private ones: only that one is tried.
    return Addresses{ip::make_address("127.0.0.1"), ip::make_address("192.0.2.1")};
  };
  EXPECT_EQ(sent(settings, "https://receiver.example:" + std::to_string(receiver.port())).error,
            "The host's address is not public; nothing was sent.");
  EXPECT_EQ(receiver.count(), 1U);
}

TEST(HttpsTransport, TrustsACertificateForTheVeryNameAlone) {
  const Certificate right{"localhost"};
  const Certificate wrong{"other.example"};
  auto settings = anywhere();
  test::Receiver receiver{right.file(), right.key()};
  EXPECT_NE(sent(settings, receiver.url()).error.find("TLS: "), std::string::npos)
      << "nobody vouches for it";
  settings.trusted_certificates = right.file();
  EXPECT_EQ(sent(settings, receiver.url()).status, 200);
  settings.trusted_certificates = wrong.file();
  test::Receiver impostor{wrong.file(), wrong.key()};
  EXPECT_NE(sent(settings, impostor.url()).error.find("TLS: "), std::string::npos)
      << "it is for another name";
  EXPECT_EQ(impostor.count(), 0U);
  settings.trusted_certificates = "/nowhere.pem";
  EXPECT_THROW((HttpsTransport{settings, [](auto) {}}), std::runtime_error);
}

TEST(HttpsTransport, WaitsForNobodyForLong) {
  auto settings = anywhere();
  settings.total_max = 300ms;
  test::Receiver receiver;
  receiver.answer([](const auto&) { return std::nullopt; });
  EXPECT_EQ(sent(settings, receiver.url()).error, "No answer came in time.");
  settings.connect_max = 100ms;
  settings.resolve = [](const std::string&) {
    std::this_thread::sleep_for(300ms);
    return Addresses{};
  };
  EXPECT_EQ(sent(settings, "https://slow.example").error, "No connection was made in time.");
}

// An address that swallows what is sent to it: a listener whose queue is full.
class Swallower {
 public:
  explicit Swallower(std::uint16_t port) {
    acceptor_.open(at_.protocol());
    acceptor_.set_option(ip::tcp::acceptor::reuse_address(true));
    at_.port(port);
    acceptor_.bind(at_);
    acceptor_.listen(0);
    for (int i = 0; i < 3; ++i) {
      fill_.emplace_back(context_).async_connect(at_, [](boost::system::error_code) {});
    }
    context_.run_for(100ms);
  }
  ip::address address() const { return at_.address(); }

 private:
  boost::asio::io_context context_;
  ip::tcp::endpoint at_{ip::make_address("127.0.0.2"), 0};
  ip::tcp::acceptor acceptor_{context_};
  std::deque<ip::tcp::socket> fill_;
};

TEST(HttpsTransport, GoesOnToTheNextAddressWhereOneSwallowsWhatIsSentToIt) {
  test::Receiver receiver;
  const Swallower swallower{receiver.port()};
  auto settings = anywhere();
  settings.resolve = [&](const std::string&) {
    return Addresses{swallower.address(), ip::make_address("127.0.0.3"),  // where nobody listens
                     ip::make_address("127.0.0.1")};
  };
  const auto url = "http://receiver.example:" + std::to_string(receiver.port()) + "/";
  const auto began = std::chrono::steady_clock::now();
  EXPECT_EQ(sent(settings, url).status, 200);
  const auto took = std::chrono::steady_clock::now() - began;
  EXPECT_GE(took, 1s) << "the first address swallowed nothing";
  EXPECT_LT(took, 3s);
  EXPECT_EQ(receiver.count(), 1U);

  settings.connect_max = 300ms;
  settings.resolve = [&](const std::string&) { return Addresses{swallower.address()}; };
  EXPECT_EQ(sent(settings, url).error, "No connection was made in time.");
  settings.connect_max = 900ms;
  const auto alive_at = [&](std::size_t place) {
    Addresses many(20, swallower.address());
    many.at(place) = ip::make_address("127.0.0.1");
    settings.resolve = [many](const std::string&) { return many; };
    return sent(settings, url).status;
  };
  EXPECT_EQ(alive_at(7), 200) << "eight have their share of the time";
  EXPECT_EQ(alive_at(8), 0) << "and no more than eight";
}

// A resolver that hangs for some names until a test lets it go on.
class HangingNames {
 public:
  Addresses resolve(const std::string& host) {
    std::unique_lock lock(mutex_);
    ++asked_[host];
    if (host.starts_with("dead")) free_.wait(lock, [&] { return released_; });
    return {ip::make_address("127.0.0.1")};
  }
  void release() {
    const std::scoped_lock lock(mutex_);
    released_ = true;
    free_.notify_all();
  }
  int asked(const std::string& host) {
    const std::scoped_lock lock(mutex_);
    return asked_[host];
  }
  std::size_t hosts() {
    const std::scoped_lock lock(mutex_);
    return asked_.size();
  }

 private:
  std::mutex mutex_;
  std::condition_variable free_;
  bool released_ = false;
  std::map<std::string, int> asked_;
};

TEST(HttpsTransport, ANameThatHangsIsAskedForOnceAndKeepsNoOtherWaiting) {
  test::Receiver receiver;
  HangingNames names;
  auto settings = anywhere();
  settings.resolve = [&](const std::string& host) { return names.resolve(host); };
  std::atomic<int> ended = 0;
  HttpsTransport transport{settings, [](auto task) { task(); }};
  const auto send = [&](const std::string& host) {
    transport.send({"http://" + host + ":" + std::to_string(receiver.port()), "m", "1", "s", "{}"},
                   [&ended](const Reply& reply) { ended += reply.status == 200 ? 1 : 0; });
  };
  for (int i = 0; i < 20; ++i) send("dead.example");
  send("alive.example");
  EXPECT_TRUE(test::within(2s, [&] { return ended == 1; }));
  EXPECT_EQ(names.asked("dead.example"), 1);
  names.release();
  EXPECT_TRUE(test::within(5s, [&] { return ended == 21; })) << "all of them got the one answer";
  EXPECT_EQ(names.asked("dead.example"), 1);
  send("dead.example");
  EXPECT_TRUE(test::within(5s, [&] { return ended == 22; }));
  EXPECT_EQ(names.asked("dead.example"), 2) << "an answer is not kept";
}

TEST(HttpsTransport, WhatIsOverIsNotAskedForAnyMore) {
  HangingNames names;
  auto settings = anywhere();
  settings.connect_max = 200ms;
  settings.resolve = [&](const std::string& host) { return names.resolve(host); };
  std::atomic<int> ended = 0;
  HttpsTransport transport{settings, [](auto task) { task(); }};
  const auto send = [&](const std::string& host) {
    transport.send({"http://" + host + ":1", "m", "1", "s", "{}"},
                   [&ended](const Reply&) { ++ended; });
  };
  for (int i = 0; i < 8; ++i) send("dead" + std::to_string(i) + ".example");
  EXPECT_TRUE(test::within(2s, [&] { return names.hosts() == 8; }));
  send("late.example");
  EXPECT_TRUE(test::within(5s, [&] { return ended == 9; }));
  names.release();
  send("alive.example");
  EXPECT_TRUE(test::within(5s, [&] { return ended == 10; }));
  EXPECT_EQ(names.asked("alive.example"), 1);
  EXPECT_EQ(names.asked("late.example"), 0);
}

TEST(HttpsTransport, SaysWhyNothingCameBack) {
  auto settings = anywhere();
  settings.resolve = [](const std::string&) { return Addresses{}; };
  EXPECT_EQ(sent(settings, "https://nowhere.example").error, "The host's name has no address.");
  std::string url;
  {
    test::Receiver receiver;
    url = receiver.url();
    receiver.answer([](const auto&) { return ""; });
    EXPECT_NE(sent(settings, url).error.find("Answer: "), std::string::npos);
    receiver.answer([](const auto&) { return "no HTTP at all\r\n\r\n"; });
    EXPECT_NE(sent(settings, url).error.find("Answer: "), std::string::npos);
    receiver.answer([](const auto&) {
      return test::response(200, "X: " + std::string(100'000, 'x') + "\r\n");
    });
    EXPECT_NE(sent(settings, url).error.find("Answer: "), std::string::npos) << "too long a head";
  }
  EXPECT_NE(sent(settings, url).error.find("No connection: "), std::string::npos);
}

TEST(HttpsTransport, TakesTheStatusOfAnAnswerWhoseBodyHasNoEnd) {
  test::Receiver receiver;
  receiver.answer([](const auto&) { return "HTTP/1.1 204 Done\r\nContent-Length: 0\r\n\r\n"; });
  EXPECT_EQ(sent(anywhere(), receiver.url()).status, 204);
  receiver.answer([](const auto&) {
    return "HTTP/1.1 201 Made\r\nContent-Length: 900000\r\n\r\n" + std::string(200'000, 'x');
  });
  EXPECT_EQ(sent(anywhere(), receiver.url()).status, 201);
}

TEST(HttpsTransport, CallsNothingAnyMoreOnceItHasStopped) {
  test::Receiver receiver;
  receiver.answer([](const auto&) { return std::nullopt; });
  std::atomic<int> called = 0;
  {
    HttpsTransport transport{anywhere(), [](auto task) { task(); }};
    for (int i = 0; i < 5; ++i) {
      transport.send({receiver.url(), "m", "1", "s", "{}"}, [&called](const Reply&) { ++called; });
    }
    EXPECT_TRUE(test::within(5s, [&] { return receiver.count() > 0; }));
  }
  EXPECT_EQ(called, 0);
}

}  // namespace
}  // namespace courier_test
