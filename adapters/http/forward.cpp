#include <adapters/http/forward.hpp>

#include <utility>

namespace http {

void forward(Handler& to, Call call, Reply reply) {
  Request request = std::move(call.request);
  request.caller = Caller{call.principal, true};
  std::erase_if(request.headers, [](const auto& header) {
    return header.first == "x-request-id" || header.first == "traceparent";
  });
  request.headers.emplace_back("x-request-id", call.request_id);
  request.headers.emplace_back("traceparent", call.origin.traceparent);
  to.handle(std::move(request), [reply = std::move(reply)](Response response) mutable {
    std::erase_if(response.headers,
                  [](const auto& header) { return header.first == "X-Request-Id"; });
    reply(std::move(response));
  });
}

}  // namespace http
