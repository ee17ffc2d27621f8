#pragma once

#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

// Values as bytes, one behind the other: every number little-endian and of fixed width, every text
// preceded by its length.
namespace sync {

template <std::unsigned_integral Number>
void put(std::string& out, Number number) {
  char bytes[sizeof number];
  for (std::size_t i = 0; i < sizeof number; ++i) {
    bytes[i] = static_cast<char>(static_cast<std::uint8_t>(number >> (8 * i)));
  }
  out.append(bytes, sizeof bytes);
}

inline void put(std::string& out, std::string_view text) {
  put(out, static_cast<std::uint32_t>(text.size()));
  out += text;
}

template <std::size_t n>
void put(std::string& out, const std::array<std::uint8_t, n>& bytes) {
  out.append(reinterpret_cast<const char*>(bytes.data()), n);
}

// ByteReader: takes values off the front; once something is missing, everything is.
class ByteReader {
 public:
  explicit ByteReader(std::string_view bytes) : rest_(bytes) {}

  template <std::unsigned_integral Number>
  Number number() {
    Number value = 0;
    const auto bytes = take(sizeof value);
    for (std::size_t i = 0; i < bytes.size(); ++i) {
      value = static_cast<Number>(
          value |
          static_cast<Number>(static_cast<Number>(static_cast<std::uint8_t>(bytes[i])) << (8 * i)));
    }
    return value;
  }

  std::string text() { return std::string{take(number<std::uint32_t>())}; }

  template <std::size_t n>
  void bytes(std::array<std::uint8_t, n>& out) {
    const auto taken = take(n);
    for (std::size_t i = 0; i < taken.size(); ++i) out[i] = static_cast<std::uint8_t>(taken[i]);
  }

  std::string_view take(std::size_t size) {
    if (size > rest_.size()) {
      good_ = false;
      rest_ = {};
      return {};
    }
    const auto taken = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return taken;
  }

  bool good() const { return good_; }
  bool done() const { return good_ && rest_.empty(); }

 private:
  std::string_view rest_;
  bool good_ = true;
};

}  // namespace sync
