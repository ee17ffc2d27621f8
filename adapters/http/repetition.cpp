#include <adapters/http/repetition.hpp>

#include <adapters/http/asking.hpp>
#include <adapters/http/http_errors.hpp>
#include <adapters/http/problem.hpp>

namespace http {

std::optional<Response> check_repetition(const Request& request, const RepetitionAsked& asked,
                                         Call& call) {
  const Talk& talk = asked.route.talk;
  const auto refused = [&](const shared::Error& why) { return problem(why, asked.request_id); };
  if (talk.idempotency_key) {
    const auto idempotency =
        idempotency_of(request, asked.key_id, asked.route.operation_id, asked.digest);
    if (!idempotency) return refused(idempotency.error());
    if (!*idempotency && talk.key_required) return refused(errors::idempotency_key_required());
    call.idempotency = *idempotency;
  } else if (asked.route.method != "GET" && request.header("idempotency-key")) {
    return refused(errors::idempotency_key_unsupported());
  }
  if (talk.version_required && request.header("if-match").value_or("*") == "*")
    return problem(428, "http.if_match_required",
                   "Say with If-Match which version is to be changed, so that a repeat does not "
                   "change it again: the ETag of an answer, and not *.",
                   asked.request_id);
  return std::nullopt;
}

}  // namespace http
