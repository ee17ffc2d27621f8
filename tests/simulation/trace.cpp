#include <tests/simulation/trace.hpp>

#include <array>

namespace sim {
namespace {

constexpr std::size_t lines_kept = 60;

std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    if (static_cast<unsigned char>(c) < 0x20) {
      std::array<char, 8> escape{};
      std::snprintf(escape.data(), escape.size(), "\\u%04x", static_cast<unsigned>(c));
      out += escape.data();
    } else {
      out += c;
    }
  }
  return out + '"';
}

}  // namespace

Trace::Field::Field(std::string_view field, std::string_view text)
    : name{field}, json{quoted(text)} {}

Trace::Trace(const VirtualTime& time, std::FILE* file) : time_{time}, file_{file}, hash_{} {
  crypto_generichash_init(&hash_, nullptr, 0, crypto_generichash_BYTES);
}

void Trace::say(std::string_view what, std::initializer_list<Field> fields) {
  std::string line = "{\"us\":" + std::to_string(time_.passed.count()) + ",\"what\":";
  line += quoted(what);
  for (const auto& field : fields) {
    line.append(",\"").append(field.name).append("\":").append(field.json);
  }
  line += "}\n";
  crypto_generichash_update(&hash_, reinterpret_cast<const unsigned char*>(line.data()),
                            line.size());
  if (file_ != nullptr) std::fputs(line.c_str(), file_);
  last_.push_back(std::move(line));
  if (last_.size() > lines_kept) last_.pop_front();
}

std::string Trace::finish() {
  std::array<unsigned char, crypto_generichash_BYTES> digest{};
  crypto_generichash_final(&hash_, digest.data(), digest.size());
  std::array<char, crypto_generichash_BYTES * 2 + 1> hex{};
  sodium_bin2hex(hex.data(), hex.size(), digest.data(), digest.size());
  return hex.data();
}

}  // namespace sim
