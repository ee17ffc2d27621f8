#include <adapters/system/sodium.hpp>

#include <stdexcept>

#include <sodium.h>

namespace os {

void start_sodium() {
  static const bool ready = sodium_init() >= 0;
  if (!ready) throw std::runtime_error("libsodium finds no source of randomness");
}

}  // namespace os
