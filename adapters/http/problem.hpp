#pragma once

#include <string_view>

#include <shared/domain/error.hpp>

#include <adapters/http/message.hpp>

// Problems: how a refusal looks on the wire. This is the one place that knows status codes.
//   Shape   {type, title, status, detail, code, errors?: [{pointer, code, detail}], request_id?}
//   Source  RFC 9457; `code` is the stable, machine-readable name of the refusal
namespace http {

// 400 malformed, 403 forbidden, 404 not_found, 409 conflict, 410 gone, 412 precondition,
// 422 invalid, 500 internal, 503 unavailable (with Retry-After).
int status_of(shared::ErrorKind kind);
std::string_view reason_of(int status);

Response problem(const shared::Error& error, std::string_view request_id = {});

// One that is about HTTP itself, not about what was asked.
Response problem(int status, std::string_view code, std::string_view detail,
                 std::string_view request_id = {});

}  // namespace http
