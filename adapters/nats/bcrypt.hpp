#pragma once

#include <cstddef>
#include <string>

namespace nats {

inline constexpr std::size_t bcrypt_bytes_max = 72;  // what is beyond them does not count

// A password's hash as nats-server reads it, with a salt of its own: the same is never made twice.
// It takes some 60 ms, and so does each login.
//   Errors  std::runtime_error where the system's libcrypt cannot
std::string bcrypt(const std::string& password);

}  // namespace nats
