#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

// Rng: the only source of chance in a simulation. The same seed gives the same draws everywhere.
//   Shape   xoshiro256**, seeded through splitmix64; split(label) gives an independent stream, so
//           that one more draw in one place does not move the draws of another
namespace sim {

class Rng {
 public:
  explicit Rng(std::uint64_t seed);

  std::uint64_t next();
  std::uint64_t below(std::uint64_t bound);                       // 0 .. bound - 1
  std::uint64_t between(std::uint64_t low, std::uint64_t high);   // both included
  bool chance(std::uint64_t parts, std::uint64_t of) { return below(of) < parts; }
  bool coin() { return (next() & 1U) != 0; }
  void fill(char* bytes, std::size_t count);
  Rng split(std::string_view label) const;

  template <class T>
  const T& pick(const std::vector<T>& from) {
    return from[below(from.size())];
  }

 private:
  std::uint64_t seed_;
  std::array<std::uint64_t, 4> state_;
};

}  // namespace sim
