#pragma once

#include <ports/webhook/signer.hpp>

namespace os {

// SodiumSigner: HMAC-SHA256 by libsodium. Any thread may ask.
//   Errors  sign: std::invalid_argument where the secret is none of draw_secret's form
//   Source  Standard Webhooks 1.0, symmetric signatures
class SodiumSigner final : public webhook::Signer {
 public:
  SodiumSigner();
  std::string sign(std::string_view secret, std::string_view text) const override;
};

// "whsec_" + base64 of 32 random bytes.
std::string draw_webhook_secret();

}  // namespace os
