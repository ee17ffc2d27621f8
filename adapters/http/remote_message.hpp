#pragma once

#include <optional>

#include <ports/shared/requests.hpp>

#include <adapters/http/message.hpp>

// Requests and responses as questions and answers between services.
//   Shape   headers: cleave-http (the version of this form), and of a request X-Request-Id and
//           traceparent as it has them; body: the head, each text behind its length, then the body
//   Note    a token never travels: whom it stood for does, as the principal's key id, scopes and
//           expiry. A body that is streamed cannot be carried
namespace http {

shared::Message to_question(const Request& request);
shared::Message to_answer(const Response& response);

// Nothing where it is of another form. The request's caller is set, also where nobody is known.
std::optional<Request> parse_question(shared::Message question);
std::optional<Response> parse_answer(shared::Message answer);

// Who a token stands for, without the token.
shared::Message to_message(const Caller& caller);
std::optional<Caller> parse_caller(const shared::Message& message);

}  // namespace http
