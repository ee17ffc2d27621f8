#include <adapters/http/authentication.hpp>

#include <adapters/http/problem.hpp>
#include <adapters/http/text.hpp>

namespace http {

std::optional<std::string_view> bearer_token(const Request& request) {
  const auto text = request.header("authorization");
  constexpr std::string_view scheme = "bearer ";
  if (!text || !equal_whatever_case(text->substr(0, scheme.size()), scheme)) return std::nullopt;
  return trimmed(text->substr(scheme.size()));
}

Caller caller_of(const Request& request, const sync::Digest& digest, const KeyRing& keys) {
  Caller caller;
  const auto token = bearer_token(request);
  if (!token) return caller;
  caller.token_shown = true;
  caller.token_hash = digest.hash256(*token);
  caller.principal = keys.find(caller.token_hash);
  return caller;
}

std::optional<Response> refuse_stranger(const Caller& caller, shared::Instant now,
                                        std::string_view request_id) {
  const bool expired = caller.principal && caller.principal->has_expired(now);
  if (caller.principal && !expired) return std::nullopt;
  Response response = problem(401, expired ? "http.key_expired" : "http.unauthorized",
                              "Send an API key: Authorization: Bearer clv_...", request_id);
  response.headers.emplace_back("WWW-Authenticate",
                                caller.token_shown
                                    ? R"(Bearer realm="cleave", error="invalid_token")"
                                    : R"(Bearer realm="cleave")");
  return response;
}

}  // namespace http
