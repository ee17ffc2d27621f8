#include <tests/simulation/sim_rng.hpp>

#include <bit>
#include <cstring>

namespace sim {
namespace {

std::uint64_t splitmix(std::uint64_t& state) {
  state += 0x9e3779b97f4a7c15ULL;
  std::uint64_t mixed = state;
  mixed = (mixed ^ (mixed >> 30U)) * 0xbf58476d1ce4e5b9ULL;
  mixed = (mixed ^ (mixed >> 27U)) * 0x94d049bb133111ebULL;
  return mixed ^ (mixed >> 31U);
}

}  // namespace

Rng::Rng(std::uint64_t seed) : seed_{seed}, state_{} {
  std::uint64_t mixer = seed;
  for (auto& word : state_) word = splitmix(mixer);
}

std::uint64_t Rng::next() {
  const std::uint64_t drawn = std::rotl(state_[1] * 5, 7) * 9;
  const std::uint64_t shifted = state_[1] << 17U;
  state_[2] ^= state_[0];
  state_[3] ^= state_[1];
  state_[1] ^= state_[2];
  state_[0] ^= state_[3];
  state_[2] ^= shifted;
  state_[3] = std::rotl(state_[3], 45);
  return drawn;
}

std::uint64_t Rng::below(std::uint64_t bound) {
  // The upper half of a 128-bit product: unbiased enough for bounds far under 2^64.
  __extension__ using Wide = unsigned __int128;
  return static_cast<std::uint64_t>((static_cast<Wide>(next()) * bound) >> 64U);
}

std::uint64_t Rng::between(std::uint64_t low, std::uint64_t high) {
  return low + below(high - low + 1);
}

void Rng::fill(char* bytes, std::size_t count) {
  while (count > 0) {
    const std::uint64_t word = next();
    const std::size_t part = count < sizeof word ? count : sizeof word;
    std::memcpy(bytes, &word, part);
    bytes += part;
    count -= part;
  }
}

Rng Rng::split(std::string_view label) const {
  std::uint64_t hash = 0xcbf29ce484222325ULL ^ seed_;
  for (const char c : label) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
  std::uint64_t mixer = hash;
  return Rng{splitmix(mixer)};
}

}  // namespace sim
