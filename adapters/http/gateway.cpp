#include <adapters/http/gateway.hpp>

#include <utility>

#include <adapters/http/authentication.hpp>
#include <adapters/http/http_errors.hpp>
#include <adapters/http/problem.hpp>
#include <adapters/http/trace.hpp>

namespace http {

Gateway::Gateway(GatewayPorts ports, const std::vector<Door>& doors, Handler& own)
    : ports_(std::move(ports)),
      doors_(doors, own),
      addresses_(ports_.limits.per_address),
      keys_(ports_.limits.per_key) {
  ports_.keys.on_lost([streams = ports_.streams](std::string_view key) { streams->end_of(key); });
}

void Gateway::handle(Request request, Reply reply) {
  const auto wait = addresses_.refuse(request.peer, ports_.clock.monotonic());
  if (wait) return refuse_for(*wait, "this address", request, {}, std::move(reply));
  Caller caller = caller_of(request, ports_.digest, ports_.keys);
  const bool unheard_of = caller.token_shown && !caller.principal;
  if (unheard_of && ports_.directory != nullptr)
    return look_up(std::move(request), std::move(caller), std::move(reply));
  enter(std::move(request), std::move(caller), std::move(reply));
}

void Gateway::look_up(Request request, Caller caller, Reply reply) {
  const auto hash = caller.token_hash;
  ports_.directory->look_up(
      hash, [this, request = std::move(request), caller = std::move(caller),
             reply = std::move(reply)](
                shared::Result<std::shared_ptr<const Principal>> found) mutable {
        if (!found) {
          auto id = request_id_of(request);
          auto response = problem(found.error(), id);
          return refuse(request, {}, std::move(response), std::move(id), std::move(reply));
        }
        caller.principal = std::move(*found);
        enter(std::move(request), std::move(caller), std::move(reply));
      });
}

void Gateway::enter(Request request, Caller caller, Reply reply) {
  if (caller.principal) {
    const auto& key = caller.principal->key_id;
    const auto wait = keys_.refuse(key, ports_.clock.monotonic());
    if (wait) return refuse_for(*wait, "this key", request, key, std::move(reply));
  }
  request.caller = std::move(caller);
  doors_.handle(std::move(request), std::move(reply));
}

void Gateway::refuse_for(std::chrono::milliseconds wait, std::string_view who,
                         const Request& request, std::string_view key_id, Reply reply) {
  auto id = request_id_of(request);
  Response response = problem(429, "http.too_many_requests",
                              "Too many requests come from " + std::string(who) +
                                  "; wait as long as Retry-After says.",
                              id);
  const auto seconds = std::chrono::ceil<std::chrono::seconds>(wait).count();
  response.headers = {{"Retry-After", std::to_string(seconds)}};
  refuse(request, key_id, std::move(response), std::move(id), std::move(reply));
}

std::string Gateway::request_id_of(const Request& request) const {
  return http::request_id_of(request.header("x-request-id"), ports_.ids.next());
}

void Gateway::refuse(const Request& request, std::string_view key_id, Response response,
                     std::string request_id, Reply reply) {
  ports_.observer.answered({.method = request.method,
                            .path = request.path,
                            .route = "-",
                            .operation_id = "-",
                            .status = response.status,
                            .body_bytes = response.body.size(),
                            .request_id = request_id,
                            .key_id = key_id,
                            .peer = request.peer,
                            .traceparent = {}});
  response.headers.emplace_back("X-Request-Id", std::move(request_id));
  reply(std::move(response));
}

}  // namespace http
