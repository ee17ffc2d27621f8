#include <chrono>
#include <future>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include <adapters/bus/in_process_requests.hpp>
#include <adapters/http/authentication.hpp>
#include <adapters/http/remote_handler.hpp>
#include <adapters/http/remote_message.hpp>
#include <adapters/system/timer_thread.hpp>
#include <tests/http/test_server.hpp>

// HTTP-shaped questions to a module elsewhere.
namespace http_test {
namespace {

using shared::Message;
using shared::Silence;

std::string header(const http::Response& response, std::string_view name) {
  for (const auto& [key, value] : response.headers) {
    if (key == name) return value;
  }
  return "";
}

http::Request shown(std::string method, std::string path, const char* token = nullptr) {
  http::Request request;
  request.method = std::move(method);
  request.path = std::move(path);
  if (token) request.headers.emplace_back("authorization", std::string("Bearer ") + token);
  return request;
}

http::Request whole_request() {
  http::Request request{.method = "POST",
                        .path = "/v1/users/\xC3\xA4",
                        .query = {{"limit", "1"}, {"email", "a+b@example.com"}},
                        .headers = {{"authorization", "Bearer clv_secret"},
                                    {"accept", "*/*"},
                                    {"traceparent", "00-1"},
                                    {"x-request-id", "r-1"}},
                        .body = std::string("{\0}", 3),
                        .peer = "::1"};
  http::Principal principal{"key_1", {"users:read", "admin"}, shared::from_unix_ms(1'700'000'000)};
  request.caller = {std::make_shared<const http::Principal>(std::move(principal)), true, {}};
  return request;
}

TEST(RemoteMessage, CarriesARequestButNotItsToken) {
  const auto question = http::to_question(whole_request());
  EXPECT_EQ(question.body.find("clv_secret"), std::string::npos);
  for (const auto& [name, value] : question.headers)
    EXPECT_EQ(value.find("clv_secret"), std::string::npos) << name;
  const auto came = http::parse_question(question);
  ASSERT_TRUE(came);
  const auto sent = whole_request();
  EXPECT_EQ(came->method, sent.method);
  EXPECT_EQ(came->path, sent.path);
  EXPECT_EQ(came->query, sent.query);
  EXPECT_EQ(came->body, sent.body);
  EXPECT_EQ(came->peer, sent.peer);
  EXPECT_EQ(came->header("traceparent"), "00-1");
  EXPECT_EQ(came->header("authorization"), std::nullopt);
  ASSERT_TRUE(came->caller && came->caller->principal);
  EXPECT_TRUE(came->caller->token_shown);
  EXPECT_EQ(came->caller->principal->key_id, "key_1");
  EXPECT_EQ(came->caller->principal->scopes, sent.caller->principal->scopes);
  EXPECT_EQ(came->caller->principal->expires_at, sent.caller->principal->expires_at);
}

TEST(RemoteMessage, OfNobodySaysSo) {
  const auto came = http::parse_question(http::to_question(shown("GET", "/")));
  ASSERT_TRUE(came && came->caller);
  EXPECT_FALSE(came->caller->principal);
  EXPECT_FALSE(came->caller->token_shown);
}

TEST(RemoteMessage, CarriesAResponse) {
  const http::Response sent{.status = 201,
                            .headers = {{"ETag", "\"1\""}, {"Cleave-Position", "user/0:1:2"}},
                            .body = std::string("\0pdf", 4),
                            .content_type = "application/pdf"};
  const auto came = http::parse_answer(http::to_answer(sent));
  ASSERT_TRUE(came);
  EXPECT_EQ(came->status, 201);
  EXPECT_EQ(came->headers, sent.headers);
  EXPECT_EQ(came->body, sent.body);
  EXPECT_EQ(came->content_type, sent.content_type);
}

TEST(RemoteMessage, ThatIsCutOrOfAnotherFormIsNone) {
  auto request = whole_request();
  request.body.clear();
  const auto whole = http::to_question(request);
  for (std::size_t bytes = 0; bytes < whole.body.size(); ++bytes)
    EXPECT_FALSE(http::parse_question({whole.headers, whole.body.substr(0, bytes)})) << bytes;
  EXPECT_FALSE(http::parse_question({{}, whole.body}));
  EXPECT_FALSE(http::parse_question({{{"cleave-http", "2"}}, whole.body}));
  const std::string count_beyond_all(16, '\xFF');
  EXPECT_FALSE(http::parse_question({whole.headers, count_beyond_all}));
  EXPECT_FALSE(http::parse_answer({whole.headers, count_beyond_all}));
  EXPECT_FALSE(http::parse_answer({{}, http::to_answer({}).body}));
}

// Line: a way to another process, of which a test says what becomes of what is asked.
class Line final : public shared::Requests {
 public:
  void ask(const std::string& service, Message question, std::chrono::milliseconds within,
           Answered answered) override {
    asked.push_back({service, std::move(question), within});
    if (onward) return onward->ask(service, asked.back().question, within, std::move(answered));
    answered(std::unexpected(silence));
  }

  struct Asked {
    std::string service;
    Message question;
    std::chrono::milliseconds within;
  };
  std::vector<Asked> asked;
  shared::Requests* onward = nullptr;
  Silence silence = Silence::nobody;
};

class Remote : public testing::Test {
 protected:
  http::Response ask(http::Request request) {
    request.caller = http::caller_of(request, world.digest, world.keys);
    std::promise<http::Response> answered;
    remote.handle(std::move(request),
                  [&](http::Response response) { answered.set_value(std::move(response)); });
    return answered.get_future().get();
  }
  void connect() {
    reads.onward = &requests;
    writes.onward = &requests;
  }

  World world;
  os::TimerThread timer;
  bus::InProcessRequests requests{world.clock, timer};
  Line reads, writes;
  http::RemoteHandler remote{"items", {reads, writes, world.clock, world.ids}};
  std::unique_ptr<shared::Serving> serving = http::serve(requests, "items", world.router);
};

TEST_F(Remote, ModulesAnswerAsTheyWouldHere) {
  connect();
  std::vector<http::Request> requests_made = {
      get("/items"),       get("/items/7"),      get("/nothing"),  get("/items?x"),
      get("/slow"),        get("/throws"),       get("/drops"),    post("/items", R"({"a":1})"),
      post("/items", "{"), post("/items/7", ""), get("/metrics"),  get("/openapi.json"),
      get("/items", {{"accept", "text/csv"}}),   post("/items", "", {{"idempotency-key", "k"}})};
  for (const char* token : {reader_token, expired_token, "clv_wrong"}) {
    requests_made.push_back(shown("GET", "/items", token));
    requests_made.push_back(shown("POST", "/items", token));
  }
  requests_made.push_back(shown("GET", "/items"));
  for (auto& request : requests_made) {
    request.headers.emplace_back("x-request-id", "r-1");
    const auto here = world.ask(request);
    const auto there = ask(request);
    EXPECT_EQ(there.status, here.status) << request.path;
    EXPECT_EQ(there.body, here.body) << request.path;
    EXPECT_EQ(there.content_type, here.content_type) << request.path;
    EXPECT_EQ(there.headers, here.headers) << request.path;
  }
}

TEST_F(Remote, ModulesAreNotAskedByStrangers) {
  connect();
  for (const char* token : {"clv_wrong", expired_token}) {
    EXPECT_EQ(ask(shown("GET", "/items", token)).status, 401);
  }
  EXPECT_TRUE(reads.asked.empty());
}

TEST_F(Remote, ReadsAreAskedInTheWayThatRepeatsAndWritesInTheOther) {
  connect();
  auto head = get("/items");
  head.method = "HEAD";
  ask(get("/items"));
  ask(head);
  EXPECT_EQ(reads.asked.size(), 2U);
  ask(post("/items", "{}"));
  auto other = get("/items");
  for (const char* method : {"PUT", "PATCH", "DELETE", "BREW"}) {
    other.method = method;
    ask(other);
  }
  EXPECT_EQ(reads.asked.size(), 2U);
  EXPECT_EQ(writes.asked.size(), 5U);
}

TEST_F(Remote, RequestsCarryTheirNameAndTraceAsHeaders) {
  connect();
  const std::string trace(32, 'a');
  const auto answer =
      ask(get("/items", {{"traceparent", "00-" + trace + "-bbbbbbbbbbbbbbbb-01"}}));
  ASSERT_EQ(reads.asked.size(), 1U);
  std::string request_id, traceparent;
  for (const auto& [name, value] : reads.asked[0].question.headers) {
    if (name == "x-request-id") request_id = value;
    if (name == "traceparent") traceparent = value;
  }
  EXPECT_TRUE(request_id.starts_with("req_"));
  EXPECT_EQ(header(answer, "X-Request-Id"), request_id);
  EXPECT_TRUE(traceparent.starts_with("00-" + trace)) << traceparent;
  EXPECT_EQ(world.watcher.told().back().request_id, request_id);
  EXPECT_TRUE(world.watcher.told().back().traceparent.starts_with("00-" + trace));
}

struct Unanswered {
  const char* method;
  const char* idempotency_key;
  Silence silence;
  const char* code;
  const char* says;
};

class RemoteSilence : public Remote, public testing::WithParamInterface<Unanswered> {};

TEST_P(RemoteSilence, IsSaidForWhatItIs) {
  reads.silence = writes.silence = GetParam().silence;
  auto request = get("/items");
  request.method = GetParam().method;
  if (*GetParam().idempotency_key)
    request.headers.emplace_back("idempotency-key", GetParam().idempotency_key);
  const auto answer = ask(request);
  EXPECT_EQ(answer.status, 503);
  EXPECT_EQ(answer.content_type, "application/problem+json");
  EXPECT_EQ(header(answer, "Retry-After"), "1");
  const auto code = std::string(R"("code":")") + GetParam().code + '"';
  EXPECT_NE(answer.body.find(code), std::string::npos) << answer.body;
  EXPECT_NE(answer.body.find(GetParam().says), std::string::npos) << answer.body;
  EXPECT_NE(answer.body.find("module items"), std::string::npos) << answer.body;
  EXPECT_NE(answer.body.find(header(answer, "X-Request-Id")), std::string::npos);
}

constexpr const char* away = "http.module_unavailable";
constexpr const char* silent = "http.module_silent";
constexpr const char* unknown = "sync.outcome_unknown";
INSTANTIATE_TEST_SUITE_P(
    All, RemoteSilence,
    testing::Values(
        Unanswered{"GET", "", Silence::nobody, away, "nothing took effect"},
        Unanswered{"POST", "k", Silence::nobody, away, "nothing took effect"},
        Unanswered{"GET", "", Silence::late, silent, "ask again"},
        Unanswered{"HEAD", "", Silence::lost, silent, "ask again"},
        Unanswered{"POST", "k", Silence::late, unknown, "with the same Idempotency-Key"},
        Unanswered{"POST", "k", Silence::lost, unknown, "with the same Idempotency-Key"},
        Unanswered{"DELETE", "", Silence::lost, unknown, "look what it did"}));

TEST_F(Remote, RequestsThatAreTooLargeToPassOnAreRefused) {
  connect();
  const auto answer = ask(post("/items", '"' + std::string(shared::question_bytes_max, 'x') + '"'));
  EXPECT_EQ(answer.status, 413);
  EXPECT_NE(answer.body.find("http.too_large_to_forward"), std::string::npos) << answer.body;
  EXPECT_TRUE(writes.asked.empty());
}

TEST_F(Remote, ReadsThatWaitAreGivenTheTimeThatTheyWait) {
  auto request = get("/items");
  ask(request);
  request.query = {{"wait", "30"}};
  ask(request);
  request.query = {{"wait", "for ever"}};
  ask(request);
  ASSERT_EQ(reads.asked.size(), 3U);
  EXPECT_EQ(reads.asked[1].within - reads.asked[0].within, std::chrono::seconds{60});
  EXPECT_EQ(reads.asked[2].within, reads.asked[0].within);
}

TEST_F(Remote, AnswersThatGoOnAreNotCarried) {
  connect();
  const auto answer = ask(get("/stream"));
  EXPECT_EQ(answer.status, 503);
  EXPECT_NE(answer.body.find("http.not_carried"), std::string::npos) << answer.body;
}

TEST_F(Remote, QuestionsOfAnotherFormAreAnsweredSo) {
  std::promise<Message> answered;
  requests.ask("items", {{{"cleave-http", "9"}}, ""}, std::chrono::seconds{20}, [&](auto ended) {
    answered.set_value(ended ? std::move(*ended) : Message{});
  });
  const auto answer = http::parse_answer(answered.get_future().get());
  ASSERT_TRUE(answer);
  EXPECT_NE(answer->body.find("http.question_unknown"), std::string::npos) << answer->body;
}

}  // namespace
}  // namespace http_test
