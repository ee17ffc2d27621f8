#include <adapters/system/token.hpp>

#include <array>

#include <adapters/system/sodium.hpp>
#include <adapters/system/sodium_digest.hpp>
#include <sodium.h>

namespace os {

std::string draw_token() {
  start_sodium();
  std::array<unsigned char, 32> secret;
  randombytes_buf(secret.data(), secret.size());
  std::array<char, 44> text;  // 43 digits and the closing zero
  sodium_bin2base64(text.data(), text.size(), secret.data(), secret.size(),
                    sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  std::string token = std::string("clv_") + text.data();
  sodium_memzero(secret.data(), secret.size());
  sodium_memzero(text.data(), text.size());
  return token;
}

std::string token_hash(std::string_view token) {
  return sync::to_hex(SodiumDigest().hash256(token));
}

}  // namespace os
