#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <shared/domain/uuid.hpp>

namespace http {

// The caller's own X-Request-Id where it is fit for a log line, else one made of the Uuid.
std::string request_id_of(std::optional<std::string_view> asked, const shared::Uuid& id);

// A traceparent of our own: a span inside the caller's trace, or, where the caller's is missing or
// malformed, the first of a new one. The Uuids are the randomness.
//   Source  W3C Trace Context, version 00
std::string child_traceparent(std::optional<std::string_view> parent, const shared::Uuid& trace,
                              const shared::Uuid& span);

}  // namespace http
