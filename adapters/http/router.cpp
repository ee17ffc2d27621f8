#include <adapters/http/router.hpp>

#include <algorithm>
#include <array>
#include <exception>
#include <memory>
#include <optional>
#include <utility>

#include <adapters/http/authentication.hpp>
#include <adapters/http/http_errors.hpp>
#include <adapters/http/negotiation.hpp>
#include <adapters/http/problem.hpp>
#include <adapters/http/repetition.hpp>
#include <adapters/http/text.hpp>
#include <adapters/http/trace.hpp>

namespace http {
namespace {

constexpr std::array<std::string_view, 9> known_methods = {
    "GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH"};

std::vector<std::string_view> segments_of(std::string_view path) {
  std::vector<std::string_view> segments;
  while (path.starts_with('/')) {
    path.remove_prefix(1);
    const std::size_t end = std::min(path.find('/'), path.size());
    segments.push_back(path.substr(0, end));
    path.remove_prefix(end);
  }
  return segments;
}

bool is_variable(std::string_view segment) { return segment.starts_with('{'); }

bool fits(const std::vector<std::string>& pattern, const std::vector<std::string_view>& path) {
  return std::ranges::equal(pattern, path, [](std::string_view wanted, std::string_view segment) {
    return is_variable(wanted) ? !segment.empty() : wanted == segment;
  });
}

std::optional<shared::Error> check_query(const Request& request, const Route& route) {
  for (std::size_t i = 0; i < request.query.size(); ++i) {
    const std::string& name = request.query[i].first;
    if (std::ranges::find(route.query, name, &Parameter::name) == route.query.end())
      return errors::unknown_parameter(name);
    for (std::size_t k = 0; k < i; ++k) {
      if (request.query[k].first == name) return errors::repeated_parameter(name);
    }
  }
  return std::nullopt;
}

// Without its parameters.
std::string_view media_type(std::string_view content_type) {
  return trimmed(content_type.substr(0, content_type.find(';')));
}

// Media types: 406 for what the caller would not read, 415 for what this server would not.
std::optional<Response> check_media(const Request& request, const Route& route,
                                    std::string_view id) {
  const auto accept = request.header("accept");
  if (accept && !accept->empty() && !accepts(*accept, media_type(route.answer.content_type)))
    return problem(406, "http.not_acceptable", "This is answered as " + route.answer.content_type +
                                                   " only.", id);
  if (request.body.empty()) {
    if (route.body == Body::required) return problem(errors::missing_body(), id);
    return std::nullopt;
  }
  if (route.body == Body::none) return problem(errors::unexpected_body(), id);
  const auto coding = request.header("content-encoding");
  if (!is_json(request.header("content-type").value_or("")) || (coding && *coding != "identity"))
    return problem(415, "http.unsupported_media_type",
                   "The body must be application/json in UTF-8, and not compressed.", id);
  return std::nullopt;
}

}  // namespace

struct Router::Match {
  const Route* route = nullptr;
  std::string allow;     // where only the method is wrong
  bool open = false;     // every route of this path is open to all
  Fields path;
};

// Pending: a request that must still be answered, and what will be said about it then.
class Router::Pending {
 public:
  Pending(Reply reply, RouterObserver& observer) : reply_(std::move(reply)), observer_(observer) {}
  Pending(const Pending&) = delete;
  Pending& operator=(const Pending&) = delete;

  // A route that threw, or lost the reply: the caller hears so, and waits for nothing.
  ~Pending() {
    if (reply_) answer(problem(errors::failed(), request_id));
  }

  void answer(Response response) {
    Reply reply = std::move(reply_);
    reply_ = nullptr;
    const auto took = std::chrono::steady_clock::now() - began_at_;
    observer_.answered({.method = method,
                        .path = path,
                        .route = route ? std::string_view(route->pattern) : "-",
                        .operation_id = route ? std::string_view(route->operation_id) : "-",
                        .status = response.status,
                        .took = std::chrono::duration_cast<std::chrono::microseconds>(took),
                        .body_bytes = response.body.size(),
                        .request_id = request_id,
                        .key_id = key_id(),
                        .peer = peer,
                        .traceparent = traceparent});
    response.headers.emplace_back("X-Request-Id", std::move(request_id));
    reply(std::move(response));
  }

  bool answered() const { return !reply_; }
  std::string_view key_id() const {
    return principal ? std::string_view(principal->key_id) : std::string_view();
  }

  const Route* route = nullptr;
  std::shared_ptr<const Principal> principal;
  sync::Hash256 token_hash;  // where there is a principal
  std::string method, path, peer, request_id, traceparent;

 private:
  Reply reply_;
  RouterObserver& observer_;
  const std::chrono::steady_clock::time_point began_at_ = std::chrono::steady_clock::now();
};

Router::Router(RouteTable table, RouterPorts ports)
    : table_(std::move(table)), ports_(ports),
      streams_(ports_.open_streams) {
  if (!streams_) {
    streams_ = std::make_shared<OpenStreams>(ports_.streams);
    ports_.keys.on_lost([streams = streams_](std::string_view key_id) { streams->end_of(key_id); });
  }
  for (const Route& route : table_.routes) {
    const auto segments = segments_of(route.pattern);
    segments_.emplace_back(segments.begin(), segments.end());
  }
}

Router::Match Router::match(const Request& request) const {
  Match match;
  match.open = true;
  const auto path = segments_of(request.path);
  std::string_view method = request.method;
  if (method == "HEAD") method = "GET";
  for (std::size_t i = 0; i < segments_.size() && match.route == nullptr; ++i) {
    if (segments_[i].size() != path.size() || !fits(segments_[i], path)) continue;
    const Route& route = table_.routes[i];
    match.open = match.open && !route.access.key_needed;
    if (!match.allow.empty()) match.allow += ", ";
    match.allow += route.method == "GET" ? "GET, HEAD" : route.method;
    if (route.method != method) continue;
    match.route = &route;
    for (std::size_t k = 0; k < path.size(); ++k) {
      const std::string_view segment = segments_[i][k];
      if (is_variable(segment))
        match.path.emplace_back(segment.substr(1, segment.size() - 2), path[k]);
    }
  }
  match.open = match.route ? !match.route->access.key_needed : match.open && !match.allow.empty();
  return match;
}

// Answers, where the request ends here; else fills the call.
void Router::enter(Request request, Pending& pending, Call& call) const {
  const std::string& id = pending.request_id;
  if (std::ranges::find(known_methods, request.method) == known_methods.end())
    return pending.answer(problem(501, "http.method_unknown", "There is no such method.", id));
  Match found = match(request);
  pending.route = found.route;
  if (!found.open) {
    const Caller caller =
        request.caller ? *request.caller : caller_of(request, ports_.digest, ports_.keys);
    pending.token_hash = caller.token_hash;
    pending.principal = caller.principal;
    if (auto stranger = refuse_stranger(caller, ports_.clock.now(), id))
      return pending.answer(std::move(*stranger));
  }
  if (found.route == nullptr && found.allow.empty())
    return pending.answer(problem(404, "http.no_route", "There is nothing at this path.", id));
  if (found.route == nullptr) {
    Response response = problem(405, "http.method_not_allowed", "Not with this method.", id);
    response.headers.emplace_back("Allow", std::move(found.allow));
    return pending.answer(std::move(response));
  }
  const Route& route = *found.route;
  for (const std::string& scope : route.access.scopes) {
    if (pending.principal->may(scope)) continue;
    Response response =
        problem(403, "http.forbidden", "This key lacks the scope " + scope + ".", id);
    response.headers.emplace_back(
        "WWW-Authenticate",
        R"(Bearer realm="cleave", error="insufficient_scope", scope=")" + scope + '"');
    return pending.answer(std::move(response));
  }
  if (const auto wrong = check_query(request, route)) return pending.answer(problem(*wrong, id));
  if (auto wrong = check_media(request, route, id)) return pending.answer(std::move(*wrong));
  const std::string_view key_id = pending.key_id();
  if (auto wrong = check_repetition(request, {route, key_id, id, ports_.digest}, call))
    return pending.answer(std::move(*wrong));
  call.route = found.route;
  call.principal = pending.principal;
  call.path = std::move(found.path);
  call.request = std::move(request);
}

// A body that goes on needs a place, and its key for as long as it goes on.
Response Router::admitted(Response response, const Pending& pending) const {
  if (!response.stream) return response;
  const auto allowed = [&ports = ports_, key = pending.principal, hash = pending.token_hash] {
    return !key || (!key->has_expired(ports.clock.now()) && ports.keys.holds(hash));
  };
  const std::string_view key_id = pending.key_id();
  auto refusal = streams_->open(key_id, response.stream, allowed, pending.request_id);
  return refusal ? std::move(*refusal) : std::move(response);
}

void Router::handle(Request request, Reply reply) {
  auto pending = std::make_unique<Pending>(std::move(reply), ports_.observer);
  const shared::Uuid id = ports_.ids.next();
  const shared::Uuid command_id = ports_.ids.next();
  pending->request_id = request_id_of(request.header("x-request-id"), id);
  pending->traceparent = child_traceparent(request.header("traceparent"), id, command_id);
  pending->method = request.method;
  pending->path = request.path;
  pending->peer = request.peer;
  const std::string request_id = pending->request_id;
  try {
    Call call;
    enter(std::move(request), *pending, call);
    if (pending->answered()) return;
    call.request_id = request_id;
    call.origin = {command_id, ports_.clock.now(), request_id, pending->traceparent};
    const Route& route = *pending->route;
    route.handle(std::move(call), [this, pending = std::move(pending)](Response response) {
      pending->answer(admitted(std::move(response), *pending));
    });
  } catch (const std::exception& failure) {
    ports_.observer.failed(request_id, failure.what());
  }
}

}  // namespace http
