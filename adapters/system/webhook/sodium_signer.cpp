#include <adapters/system/webhook/sodium_signer.hpp>

#include <array>
#include <span>
#include <stdexcept>
#include <vector>

#include <adapters/system/sodium.hpp>
#include <sodium.h>

namespace os {
namespace {

constexpr std::string_view prefix = "whsec_";

std::string base64(std::span<const unsigned char> bytes) {
  std::string text(sodium_base64_encoded_len(bytes.size(), sodium_base64_VARIANT_ORIGINAL), '\0');
  sodium_bin2base64(text.data(), text.size(), bytes.data(), bytes.size(),
                    sodium_base64_VARIANT_ORIGINAL);
  text.pop_back();  // the closing zero
  return text;
}

std::vector<unsigned char> key_in(std::string_view secret) {
  std::vector<unsigned char> key(secret.size());
  std::size_t size = 0;
  const bool good =
      secret.starts_with(prefix) &&
      sodium_base642bin(key.data(), key.size(), secret.data() + prefix.size(),
                        secret.size() - prefix.size(), nullptr, &size, nullptr,
                        sodium_base64_VARIANT_ORIGINAL) == 0 &&
      size > 0;
  if (!good) throw std::invalid_argument("a webhook secret that is none");
  key.resize(size);
  return key;
}

}  // namespace

SodiumSigner::SodiumSigner() { start_sodium(); }

std::string SodiumSigner::sign(std::string_view secret, std::string_view text) const {
  auto key = key_in(secret);
  crypto_auth_hmacsha256_state state;
  crypto_auth_hmacsha256_init(&state, key.data(), key.size());
  crypto_auth_hmacsha256_update(&state, reinterpret_cast<const unsigned char*>(text.data()),
                                text.size());
  std::array<unsigned char, crypto_auth_hmacsha256_BYTES> mac;
  crypto_auth_hmacsha256_final(&state, mac.data());
  sodium_memzero(key.data(), key.size());
  sodium_memzero(&state, sizeof state);
  return "v1," + base64(mac);
}

std::string draw_webhook_secret() {
  start_sodium();
  std::array<unsigned char, 32> bytes;
  randombytes_buf(bytes.data(), bytes.size());
  auto secret = std::string(prefix) + base64(bytes);
  sodium_memzero(bytes.data(), bytes.size());
  return secret;
}

}  // namespace os
