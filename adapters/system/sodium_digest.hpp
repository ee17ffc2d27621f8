#pragma once

#include <ports/sync/digest.hpp>

namespace os {

// SodiumDigest: BLAKE2b by libsodium. Any thread may ask.
class SodiumDigest final : public sync::Digest {
 public:
  SodiumDigest();
  sync::Hash256 hash256(std::string_view bytes) const override;
  sync::Hash128 hash128(std::string_view bytes) const override;
};

}  // namespace os
