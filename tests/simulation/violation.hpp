#pragma once

#include <stdexcept>
#include <string>

namespace sim {

// Violation: an invariant does not hold. The text says which (by its number in the fault model) and
// where.
struct Violation : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// Throws a Violation unless it holds.
inline void require(bool holds, int invariant, const std::string& what) {
  if (!holds) throw Violation("invariant " + std::to_string(invariant) + ": " + what);
}

}  // namespace sim
