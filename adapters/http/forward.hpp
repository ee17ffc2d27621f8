#pragma once

#include <adapters/http/message.hpp>
#include <adapters/http/route.hpp>

namespace http {

// Passes a call that a route here has taken on to another handler, with its caller, request id and
// trace. The answer's request id is left to that route.
void forward(Handler& to, Call call, Reply reply);

}  // namespace http
