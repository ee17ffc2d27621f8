#include <adapters/cli/handler_backend.hpp>

#include <future>
#include <memory>
#include <utility>

#include <adapters/http/http_errors.hpp>
#include <adapters/http/problem.hpp>

namespace cli {

HandlerBackend::HandlerBackend(http::Handler& handler, std::string place)
    : handler_(handler), place_(std::move(place)) {}

http::Response HandlerBackend::request(http::Request request) {
  // Shared, because the replying thread may still be inside set_value when the wait here ends.
  auto promise = std::make_shared<std::promise<http::Response>>();
  auto answer = promise->get_future();
  request.peer = "local";
  handler_.handle(std::move(request), [promise](http::Response response) {
    promise->set_value(std::move(response));
  });
  auto response = answer.get();
  // Nothing in this process would go on to feed it once this command has its answer.
  if (response.stream) response = http::problem(http::errors::needs_server());
  return response;
}

}  // namespace cli
