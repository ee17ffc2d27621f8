#pragma once

#include <sodium.h>

#include <chrono>
#include <concepts>
#include <cstdint>
#include <cstdio>
#include <deque>
#include <initializer_list>
#include <string>
#include <string_view>

#include <tests/simulation/sim_clock.hpp>

// Trace: what happened, one JSON object per line, and one hash over all of it: two runs of a seed
// are alike if and only if their hashes are.
namespace sim {

class Trace {
 public:
  // Field: a name and a value, a number or a text.
  struct Field {
    Field(std::string_view field, std::string_view text);
    Field(std::string_view field, const char* text) : Field{field, std::string_view{text}} {}
    Field(std::string_view field, const std::string& text) : Field{field, std::string_view{text}} {}
    template <std::integral Number>
    Field(std::string_view field, Number number) : name{field}, json{std::to_string(number)} {}

    std::string_view name;
    std::string json;
  };

  // Writes every line to `file` too, where there is one.
  Trace(const VirtualTime& time, std::FILE* file);

  void say(std::string_view what, std::initializer_list<Field> fields);
  // Lower-case hex. Nothing can be said afterwards.
  std::string finish();
  const std::deque<std::string>& last_lines() const { return last_; }

 private:
  const VirtualTime& time_;
  std::FILE* file_;
  crypto_generichash_state hash_;
  std::deque<std::string> last_;
};

}  // namespace sim
