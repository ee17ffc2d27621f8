#include <adapters/nats/bcrypt.hpp>

#include <crypt.h>

#include <array>
#include <memory>
#include <stdexcept>

namespace nats {

std::string bcrypt(const std::string& password) {
  constexpr unsigned long cost = 10;
  std::array<char, CRYPT_GENSALT_OUTPUT_SIZE> salt;
  const auto data = std::make_unique<crypt_data>();
  if (crypt_gensalt_rn("$2a$", cost, nullptr, 0, salt.data(), salt.size()) == nullptr) {
    throw std::runtime_error("the system's libcrypt knows no bcrypt");
  }
  const char* hash = crypt_rn(password.c_str(), salt.data(), data.get(), sizeof *data);
  if (hash == nullptr) throw std::runtime_error("the system's libcrypt failed");
  return hash;
}

}  // namespace nats
