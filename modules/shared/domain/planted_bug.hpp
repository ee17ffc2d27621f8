#pragma once

#include <string_view>

// SIM_BUG(name): whether a bug of that name is planted here. Only the simulator's own second build
// (CLEAVE_PLANTED_BUGS) has any, to prove that the simulator finds them; everywhere else it is the
// constant false, and the compiler leaves nothing of it.
namespace shared {

#ifdef CLEAVE_PLANTED_BUGS

inline std::string_view planted_bug;

inline bool plant_bug(std::string_view name) {
  planted_bug = name;
  return true;
}

#define SIM_BUG(name) (shared::planted_bug == (name))

#else

inline bool plant_bug(std::string_view) { return false; }

#define SIM_BUG(name) false

#endif

}  // namespace shared
