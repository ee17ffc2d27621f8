#pragma once

#include <optional>
#include <string_view>

#include <ports/sync/digest.hpp>
#include <shared/domain/instant.hpp>

#include <adapters/http/access.hpp>
#include <adapters/http/message.hpp>

// Authentication: from the token that a request shows to who asks.
namespace http {

// What "Authorization: Bearer" holds; nothing where it is missing or of another scheme.
std::optional<std::string_view> bearer_token(const Request& request);

// No principal where no token is shown, or none that is on the ring.
Caller caller_of(const Request& request, const sync::Digest& digest, const KeyRing& keys);

// 401 with WWW-Authenticate, where a key is needed and the caller has none that is valid now.
std::optional<Response> refuse_stranger(const Caller& caller, shared::Instant now,
                                        std::string_view request_id);

}  // namespace http
