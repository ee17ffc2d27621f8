#pragma once

#include <string>
#include <string_view>

#include <sync/domain/event.hpp>

// A restated event: the source says again what an aggregate is: "user.restated", with the version
// that it has and the whole state as `after`; or, where there is none under that key, with version
// 0, an end and no state. Nothing happened: the source's versions and roots stay as they are, a
// replica is overwritten, no reaction runs, and what counts events or passes them on does not hear
// of it.
namespace sync {

inline constexpr std::string_view restated_suffix = ".restated";

inline std::string restated_type(std::string_view aggregate_type) {
  return std::string{aggregate_type}.append(restated_suffix);
}

inline bool is_restated(const Event& event) { return event.type.ends_with(restated_suffix); }

}  // namespace sync
