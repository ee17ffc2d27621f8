#pragma once

#include <string>
#include <string_view>

namespace webhook {

// Signer: signs what is sent.
class Signer {
 public:
  virtual ~Signer() = default;
  // "v1," + base64 of the HMAC-SHA256 of the text, under a secret "whsec_" + base64 of its bytes.
  virtual std::string sign(std::string_view secret, std::string_view text) const = 0;
};

}  // namespace webhook
