#pragma once

#include <optional>
#include <string_view>

#include <ports/sync/digest.hpp>

#include <adapters/http/message.hpp>
#include <adapters/http/route.hpp>

namespace http {

struct RepetitionAsked {
  const Route& route;
  std::string_view key_id;  // of the caller
  std::string_view request_id;
  const sync::Digest& digest;
};

// What makes a repeat harmless: the Idempotency-Key, which the call gets, or the version that is to
// be changed. A key that would be ignored is refused, for who sends one relies on it; a read needs
// none. The refusal, where there is one.
std::optional<Response> check_repetition(const Request& request, const RepetitionAsked& asked,
                                         Call& call);

}  // namespace http
