#include <adapters/nats/seal.hpp>

#include <sodium.h>

#include <cstring>
#include <stdexcept>

namespace nats {

static_assert(crypto_shorthash_KEYBYTES == 16 && crypto_shorthash_BYTES == 8);

Seal::Seal() {
  if (sodium_init() < 0) throw std::runtime_error("libsodium cannot be made ready");
  crypto_shorthash_keygen(key_.data());
}

std::uint64_t Seal::operator()(std::uint64_t number) const {
  std::array<unsigned char, sizeof number> bytes;
  std::memcpy(bytes.data(), &number, sizeof number);
  std::array<unsigned char, crypto_shorthash_BYTES> hash;
  crypto_shorthash(hash.data(), bytes.data(), bytes.size(), key_.data());
  std::uint64_t sealed = 0;
  std::memcpy(&sealed, hash.data(), sizeof sealed);
  return sealed;
}

}  // namespace nats
