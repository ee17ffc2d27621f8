#include <adapters/http/remote_handler.hpp>

#include <expected>
#include <utility>

#include <adapters/http/asking.hpp>
#include <adapters/http/authentication.hpp>
#include <adapters/http/http_errors.hpp>
#include <adapters/http/problem.hpp>
#include <adapters/http/remote_message.hpp>
#include <adapters/http/trace.hpp>

namespace http {
namespace {

using shared::Silence;

// What its own answer would say as well, so that whoever reads logs finds one request in both.
void name(Request& request, shared::Ids& ids) {
  const auto id = ids.next();
  auto request_id = request_id_of(request.header("x-request-id"), id);
  auto trace = child_traceparent(request.header("traceparent"), id, ids.next());
  std::erase_if(request.headers, [](const auto& header) {
    return header.first == "x-request-id" || header.first == "traceparent";
  });
  request.headers.emplace_back("x-request-id", std::move(request_id));
  request.headers.emplace_back("traceparent", std::move(trace));
}

// What is said where no answer came.
struct Asked {
  std::string module;
  shared::Error nobody;
  std::string request_id;
  bool read = false;
  bool repeatable = false;  // a write under an Idempotency-Key

  Response said(Response response) const {
    response.headers.emplace_back("X-Request-Id", request_id);
    return response;
  }
  Response why_not(Silence silence) const {
    if (silence == Silence::nobody) return said(problem(nobody, request_id));
    if (read) return said(problem(errors::module_silent(module), request_id));
    return said(problem(errors::outcome_unknown(module, repeatable), request_id));
  }
  Response answer(std::expected<shared::Message, Silence> ended) const {
    if (!ended) return why_not(ended.error());
    auto response = parse_answer(std::move(*ended));
    return response ? std::move(*response) : why_not(Silence::lost);
  }
};

}  // namespace

// For the access log and the metrics of whoever asks.
Reply RemoteHandler::observed(const Request& request, Reply reply) const {
  if (ports_.observer == nullptr) return reply;
  const auto& caller = request.caller;
  return [this, method = request.method, path = request.path, peer = request.peer,
          principal = caller ? caller->principal : nullptr,
          request_id = std::string(*request.header("x-request-id")),
          traceparent = std::string(*request.header("traceparent")),
          began_at = std::chrono::steady_clock::now(),
          reply = std::move(reply)](Response response) mutable {
    const auto took = std::chrono::steady_clock::now() - began_at;
    ports_.observer->answered(
        {.method = method,
         .path = path,
         .route = module_,
         .operation_id = module_,
         .status = response.status,
         .took = std::chrono::duration_cast<std::chrono::microseconds>(took),
         .body_bytes = response.body.size(),
         .request_id = request_id,
         .key_id = principal ? std::string_view(principal->key_id) : std::string_view(),
         .peer = peer,
         .traceparent = traceparent});
    reply(std::move(response));
  };
}

void RemoteHandler::handle(Request request, Reply reply) {
  name(request, ports_.ids);
  reply = observed(request, std::move(reply));
  Asked asked{.module = module_,
              .nobody = nobody_,
              .request_id = std::string(*request.header("x-request-id")),
              .read = request.method == "GET" || request.method == "HEAD",
              .repeatable = request.header("idempotency-key").has_value()};
  const Caller caller = request.caller.value_or(Caller{});
  if (auto stranger = refuse_stranger(caller, ports_.clock.now(), asked.request_id))
    return reply(asked.said(std::move(*stranger)));
  auto question = to_question(request);
  if (question.bytes() > shared::question_bytes_max)
    return reply(asked.said(problem(413, "http.too_large_to_forward",
                                    "With its headers this is larger than what can be passed on "
                                    "to " + module_ + "; send less at once.",
                                    asked.request_id)));
  auto& requests = asked.read ? ports_.reads : ports_.writes;
  const auto within = deadline_of(request, asked.read);
  requests.ask(service_, std::move(question), within,
               [asked = std::move(asked), reply = std::move(reply)](auto ended) mutable {
                 reply(asked.answer(std::move(ended)));
               });
}

// A read's first try may have no more than half of its time.
std::chrono::milliseconds RemoteHandler::deadline_of(const Request& request, bool read) const {
  if (!read) return waits_.write_max;
  const auto wait = number_of(request, "wait", 0, 30, 0);
  return waits_.read_max + 2 * std::chrono::seconds{wait ? *wait : 0};
}

std::unique_ptr<shared::Serving> serve(shared::Services& services, const std::string& module,
                                       Handler& handler) {
  return services.serve(module, [&handler](shared::Message question,
                                           shared::Services::Reply reply) {
    auto request = parse_question(std::move(question));
    if (!request) return reply(to_answer(problem(errors::question_unknown())));
    handler.handle(std::move(*request), [reply = std::move(reply)](const Response& response)
                                            mutable {
      reply(to_answer(response.stream ? problem(errors::not_carried()) : response));
    });
  });
}

}  // namespace http
