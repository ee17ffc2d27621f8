#include <tests/http/test_server.hpp>

#include <chrono>
#include <future>
#include <memory>
#include <stdexcept>
#include <utility>

#include <adapters/http/openapi.hpp>
#include <adapters/http/probe_routes.hpp>
#include <adapters/http/replies.hpp>

namespace http_test {
namespace {

http::Route route(std::string method, std::string pattern, std::string operation_id) {
  http::Route route;
  route.method = std::move(method);
  route.pattern = std::move(pattern);
  route.operation_id = std::move(operation_id);
  route.tag = "items";
  route.summary = "For the tests";
  route.access = http::Access::scoped("items:read");
  route.answer = {200, "Done.", "Item"};
  return route;
}

std::string said(const http::Call& call) {
  return R"({"id":")" + (call.path.empty() ? "" : call.at("id")) + R"(","body":)" +
         (call.request.body.empty() ? "null" : call.request.body) + R"(,"correlation":")" +
         call.origin.correlation_id + R"(","repeatable":)" +
         (call.idempotency ? "true" : "false") + "}";
}

void answer(const http::Call& call, http::Reply reply) {
  reply(http::json_response(call.route->answer.status, said(call)));
}

}  // namespace

void Watcher::answered(const http::Answered& answered) {
  const std::scoped_lock lock(mutex_);
  told_.push_back({std::string(answered.method), std::string(answered.route),
                   std::string(answered.request_id), std::string(answered.key_id),
                   std::string(answered.traceparent), answered.status});
}

void Watcher::failed(std::string_view, std::string_view what) {
  const std::scoped_lock lock(mutex_);
  failures_.emplace_back(what);
}

std::vector<Told> Watcher::told() {
  const std::scoped_lock lock(mutex_);
  return told_;
}

std::vector<std::string> Watcher::failures() {
  const std::scoped_lock lock(mutex_);
  return failures_;
}

World::World(http::StreamBounds bounds)
    : router(http::with_openapi(table(), "1.0.0"), {clock, ids, digest, keys, watcher, bounds}) {
  const auto now = clock.now();
  keys.replace_all({
      {digest.hash256(admin_token), {"key_admin", {"admin"}, std::nullopt}},
      {digest.hash256(reader_token), {"key_reader", {"items:read"}, now + std::chrono::hours{1}}},
      {digest.hash256(expired_token), {"key_expired", {"admin"}, now - std::chrono::hours{1}}},
  });
}

World::~World() {
  for (auto& thread : threads_) thread.join();
}

http::RouteTable World::table() {
  http::RouteTable table = http::probe_routes(
      {.why_not_ready = [this] { return ready ? "" : "It is not."; },
       .metrics = [] { return "up 1\n"; }});
  table.tags.push_back({"items", "For the tests."});
  table.schemas.push_back({"Item", R"({"type":"object"})"});

  auto create = route("POST", "/items", "create_item");
  create.access = http::Access::scoped("items:write");
  create.talk.idempotency_key = true;
  create.body = http::Body::required;
  create.body_schema = "Item";
  create.answer.status = 201;
  create.handle = answer;
  auto clear = route("POST", "/items/clear", "clear_items");
  clear.description = "All of them.";
  clear.handle = answer;
  auto rotate = route("POST", "/items/rotate", "rotate_items");
  rotate.talk.if_match = true;
  rotate.talk.version_required = true;
  rotate.handle = answer;
  auto list = route("GET", "/items", "list_items");
  list.query = {{"limit", "How many at most.", R"({"type":"integer"})"}};
  list.handle = answer;
  auto show = route("GET", "/items/{id}", "get_item");
  show.handle = answer;
  auto throws = route("GET", "/throws", "get_throws");
  throws.handle = [](const http::Call&, const http::Reply&) {
    throw std::runtime_error("a secret of the store");
  };
  auto drops = route("GET", "/drops", "get_drops");
  drops.handle = [](const http::Call&, const http::Reply&) {};
  auto stream = route("GET", "/stream", "get_stream");
  stream.answer = {200, "Pieces.", "", "text/event-stream"};
  stream.handle = [this](const http::Call& call, http::Reply reply) {
    auto body = std::make_shared<http::BodyStream>(": alive\n\n", http::StreamLimits{1 << 20, 256});
    body->when_gone([this] { ++gone; });
    {
      const std::scoped_lock lock(streams_mutex_);
      streams_.push_back(body);
    }
    reply(http::stream_response(call.route->answer.content_type,
                                std::make_shared<http::BodyReader>(body)));
  };
  auto slow = route("GET", "/slow", "get_slow");
  slow.handle = [this](http::Call call, http::Reply reply) {
    const std::scoped_lock lock(threads_mutex_);
    threads_.emplace_back([call = std::move(call), reply = std::move(reply)]() mutable {
      std::this_thread::sleep_for(std::chrono::milliseconds{100});
      answer(call, std::move(reply));
    });
  };
  for (auto* one : {&create, &clear, &rotate, &list, &show, &throws, &drops, &stream, &slow})
    table.routes.push_back(std::move(*one));
  return table;
}

std::shared_ptr<http::BodyStream> World::stream(std::size_t n) {
  for (int i = 0; i < 500; ++i) {
    {
      const std::scoped_lock lock(streams_mutex_);
      if (streams_.size() > n) return streams_[n];
    }
    std::this_thread::sleep_for(std::chrono::milliseconds{10});
  }
  throw std::runtime_error("nobody asked for that stream");
}

http::Response World::ask(http::Request request) {
  auto answer = std::make_shared<std::promise<http::Response>>();
  auto response = answer->get_future();
  router.handle(std::move(request), [answer](http::Response given) {
    answer->set_value(std::move(given));
  });
  return response.get();
}

http::Request get(std::string path, http::Fields headers) {
  http::Request request;
  request.method = "GET";
  request.path = std::move(path);
  request.headers = std::move(headers);
  request.headers.emplace_back("authorization", std::string("Bearer ") + admin_token);
  return request;
}

http::Request post(std::string path, std::string body, http::Fields headers) {
  http::Request request = get(std::move(path), std::move(headers));
  request.method = "POST";
  request.headers.emplace_back("content-type", "application/json");
  request.body = std::move(body);
  return request;
}

http::ServerSettings small_limits() {
  using std::chrono::milliseconds;
  http::ServerSettings settings;
  settings.head.body_bytes_max = 64 * 1024;
  settings.head_max = milliseconds{200};
  settings.request_max = milliseconds{400};
  settings.body_grace = milliseconds{150};
  settings.body_bytes_per_s_min = 100'000;
  settings.idle_max = milliseconds{300};
  settings.linger_max = milliseconds{100};
  settings.tick = milliseconds{10};
  return settings;
}

std::string get_bytes(std::string_view path, std::string_view lines) {
  return "GET " + std::string(path) + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " +
         admin_token + "\r\n" + std::string(lines) + "\r\n";
}

}  // namespace http_test
