#pragma once

#include <cstdint>
#include <optional>
#include <span>

namespace insight {

// Band: between what values a day usually lies, by the days before it: their median, and three
// times their spread on either side (1.4826 times the median distance from the median, which is one
// standard deviation where values are normal), at least one unit wide.
//   Source  Rousseeuw and Croux, "Alternatives to the Median Absolute Deviation", 1993
struct Band {
  std::int64_t low = 0;
  std::int64_t high = 0;

  static constexpr std::size_t days_min = 7;   // fewer say nothing
  static constexpr std::size_t days_max = 28;  // looked back

  // Of the last days_max of these; nothing where there are fewer than days_min.
  static std::optional<Band> of(std::span<const std::int64_t> earlier);
  bool holds(std::int64_t value) const { return low <= value && value <= high; }
  bool operator==(const Band&) const = default;
};

}  // namespace insight
