#include <atomic>
#include <chrono>
#include <future>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include <adapters/bus/patient_requests.hpp>
#include <adapters/http/gateway.hpp>
#include <adapters/http/remote_handler.hpp>
#include <adapters/http/remote_keys.hpp>
#include <adapters/http/replies.hpp>
#include <adapters/system/sodium_digest.hpp>
#include <adapters/system/system_clock.hpp>
#include <adapters/system/timer_thread.hpp>
#include <adapters/system/uuid_v7_ids.hpp>
#include <tests/requests/nats_peer.hpp>
#include <tests/support/nats_server.hpp>

// The whole way: a gateway, a broker, and a module behind it.
namespace requests_test {
namespace {

class Deaf final : public http::RouterObserver {
 public:
  void answered(const http::Answered&) override {}
  void failed(std::string_view, std::string_view) override {}
};

// Module: answers with who asks, and counts; or keeps silent.
class Module final : public http::Handler {
 public:
  void handle(http::Request request, http::Reply reply) override {
    ++asked;
    if (silent) return;
    const auto& principal = request.caller->principal;
    reply(http::json_response(200, (principal ? principal->key_id : "nobody") + request.body));
  }
  std::atomic<int> asked = 0;
  std::atomic<bool> silent = false;
};

class HttpOverNats : public testing::Test {
 protected:
  HttpOverNats() { ring.add(digest.hash256("clv_one"), {"key_1", {"users:read"}, {}}); }

  http::Response ask(std::string method, std::string body = "", http::Fields headers = {}) {
    http::Request request;
    request.method = std::move(method);
    request.path = "/v1/users";
    request.headers = std::move(headers);
    request.headers.emplace_back("authorization", "Bearer clv_one");
    request.body = std::move(body);
    const auto answered = std::make_shared<std::promise<http::Response>>();
    auto response = answered->get_future();
    gateway.handle(std::move(request), [answered](http::Response came) {
      answered->set_value(std::move(came));
    });
    return response.get();
  }
  static bool says(const http::Response& response, const std::string& text) {
    return response.body.contains(text);
  }

  os::SystemClock clock;
  os::UuidV7Ids ids{clock};
  os::SodiumDigest digest;
  Deaf observer;
  Module module;
  http::MemoryKeyRing ring;  // the module's own
  os::TimerThread timer;
  test::NatsServer broker;
  Peer far{broker.url(), "user", clock, timer, 100};
  std::unique_ptr<shared::Serving> serving = http::serve(far, "user", module);
  std::unique_ptr<shared::Serving> serving_keys = http::serve_keys(far, ring);
  Peer near{broker.url(), "gateway", clock, timer, 100};
  bus::PatientRequests patient{near.requests(), clock, timer, 1};
  http::RemoteKeys keys{patient.repeating(), clock};
  http::RemoteHandler user{"user",
                           {patient.repeating(), patient.once(), clock, ids},
                           {.read_max = std::chrono::milliseconds{6'000},
                            .write_max = std::chrono::milliseconds{3'000}}};
  http::Gateway gateway{{clock, ids, digest, keys, observer,
                         std::make_shared<http::OpenStreams>(http::StreamBounds{}), &keys, {}},
                        {{{"/v1/users"}, user}},
                        user};
};

TEST_F(HttpOverNats, ReachesTheModuleWithTheKeyThatItKnows) {
  const auto answer = ask("POST", R"({"a":1})");
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.body, R"(key_1{"a":1})");
}

TEST_F(HttpOverNats, CarriesTheLargestBodyThatHttpCanBeSetToTake) {
  for (const std::size_t bytes : {std::size_t{1} << 20U, std::size_t{16} << 20U}) {
    const std::string body(bytes, 'x');
    http::Fields headers{{"idempotency-key", "k"}};
    headers.emplace_back("x-large", std::string(16 * 1024, 'y'));
    const auto answer = ask("POST", body, std::move(headers));
    EXPECT_EQ(answer.status, 200);
    EXPECT_TRUE(answer.body == "key_1" + body) << bytes;
  }
}

TEST_F(HttpOverNats, LetsNobodyInWithAKeyThatIsRevoked) {
  EXPECT_EQ(ask("GET").status, 200);
  ring.remove("key_1");
  keys.revoked("key_1");
  EXPECT_EQ(ask("GET").status, 401);
  EXPECT_EQ(module.asked, 1);
}

TEST_F(HttpOverNats, SaysThatAWritesOutcomeIsUnknownAndMakesItOnce) {
  ASSERT_EQ(ask("GET").status, 200);
  module.silent = true;
  const auto answer = ask("POST", "{}", {{"idempotency-key", "k"}});
  EXPECT_EQ(answer.status, 503);
  EXPECT_TRUE(says(answer, "sync.outcome_unknown")) << answer.body;
  EXPECT_EQ(module.asked, 2);
}

TEST_F(HttpOverNats, RepeatsAReadThatStaysSilent) {
  ASSERT_EQ(ask("GET").status, 200);
  module.silent = true;
  EXPECT_TRUE(says(ask("GET"), "http.module_silent"));
  EXPECT_GE(module.asked, 1 + 2);
}

TEST_F(HttpOverNats, NamesTheModuleThatIsAway) {
  ASSERT_EQ(ask("GET").status, 200);
  serving.reset();
  const auto answer = ask("POST", "{}");
  EXPECT_EQ(answer.status, 503);
  EXPECT_TRUE(says(answer, "module user")) << answer.body;
  broker.kill();
  // Once the loss is noticed, which may take a write down with it.
  bool away = false;
  for (int i = 0; i < 100 && !away; ++i) away = says(ask("POST", "{}"), "http.module_unavailable");
  EXPECT_TRUE(away);
}

}  // namespace
}  // namespace requests_test
