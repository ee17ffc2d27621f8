#include <adapters/system/sodium_digest.hpp>

#include <array>
#include <cstddef>
#include <cstdint>

#include <adapters/system/sodium.hpp>
#include <sodium.h>

namespace os {
namespace {

template <std::size_t Size>
std::array<std::uint8_t, Size> blake2b(std::string_view bytes) {
  std::array<std::uint8_t, Size> out;
  const auto* const data = reinterpret_cast<const unsigned char*>(bytes.data());
  crypto_generichash(out.data(), out.size(), data, bytes.size(), nullptr, 0);
  return out;
}

std::uint64_t little_endian(const std::uint8_t* bytes) {
  std::uint64_t number = 0;
  for (int i = 7; i >= 0; --i) number = number << 8 | bytes[i];
  return number;
}

}  // namespace

SodiumDigest::SodiumDigest() { start_sodium(); }

sync::Hash256 SodiumDigest::hash256(std::string_view bytes) const { return {blake2b<32>(bytes)}; }

sync::Hash128 SodiumDigest::hash128(std::string_view bytes) const {
  const auto hash = blake2b<16>(bytes);
  return {little_endian(hash.data()), little_endian(hash.data() + 8)};
}

}  // namespace os
