#include <adapters/http/billing/billing_call.hpp>

namespace http {
namespace {

Route billing_route(std::string method, std::string pattern, std::string operation_id,
                    std::string tag, std::string summary, std::string scope) {
  Route made;
  made.method = std::move(method);
  made.pattern = std::move(pattern);
  made.operation_id = std::move(operation_id);
  made.tag = std::move(tag);
  made.summary = std::move(summary);
  made.access = Access::scoped(std::move(scope));
  return made;
}

}  // namespace

Route billing_read(std::string pattern, std::string operation_id, std::string tag,
                   std::string summary) {
  Route made = billing_route("GET", std::move(pattern), std::move(operation_id), std::move(tag),
                             std::move(summary), "billing:read");
  made.talk.wait_for = true;
  return made;
}

Route billing_write(std::string method, std::string pattern, std::string operation_id,
                    std::string tag, std::string summary) {
  Route made = billing_route(std::move(method), std::move(pattern), std::move(operation_id),
                             std::move(tag), std::move(summary), "billing:write");
  made.talk.idempotency_key = true;
  return made;
}

Route at_a_version(Route made) {
  made.talk.if_match = true;
  made.refusals.push_back(billing::errors::version_mismatch());
  return made;
}

shared::Result<std::optional<billing::CustomerId>> customer_in_query(const Request& request) {
  using Found = std::optional<billing::CustomerId>;
  Found found = std::nullopt;
  if (const auto text = request.parameter("user_id")) {
    found = billing::CustomerId::of_user(*text);
    if (!found) return shared::refuse(errors::bad_parameter("user_id", "the id of a user"));
  }
  const auto text = request.parameter("customer_id");
  if (!text) return found;
  const auto customer = billing::CustomerId::parse(*text);
  if (!customer)
    return shared::refuse(errors::bad_parameter("customer_id", "the id of a customer"));
  if (found && *found != *customer)
    return shared::refuse(errors::bad_parameter("customer_id", "that of the user in user_id"));
  return Found{customer};
}

}  // namespace http
