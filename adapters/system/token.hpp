#pragma once

#include <string>
#include <string_view>

// Token: the secret half of an API key, shown once and kept by its holder alone.
//   Shape   "clv_" + 32 random bytes in base64url without padding: 47 characters
//   Source  RFC 4648 section 5
namespace os {

std::string draw_token();

// What is stored in its place: BLAKE2b-256 of the text, as 64 hex digits. The token is 256 random
// bits, so neither salt nor a slow hash would add anything.
std::string token_hash(std::string_view token);

}  // namespace os
