#include <insight/domain/band.hpp>

#include <algorithm>
#include <vector>

namespace insight {
namespace {

std::int64_t median(std::vector<std::int64_t>& values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::ranges::nth_element(values, middle);
  return *middle;
}

// Amounts are far from the ends of the range; what is not is no usual day.
constexpr std::int64_t value_max = INT64_MAX / 16;

}  // namespace

std::optional<Band> Band::of(std::span<const std::int64_t> earlier) {
  if (earlier.size() < days_min) return std::nullopt;
  const auto looked_at = earlier.last(std::min(earlier.size(), days_max));
  std::vector<std::int64_t> values(looked_at.begin(), looked_at.end());
  for (auto& value : values) value = std::clamp(value, -value_max, value_max);
  const auto middle = median(values);
  for (auto& value : values) value = value < middle ? middle - value : value - middle;
  const auto distance = median(values);
  const auto reach = std::max<std::int64_t>(1, distance / 10'000 * 44'478 +
                                                   distance % 10'000 * 44'478 / 10'000);
  return Band{middle - reach, middle + reach};
}

}  // namespace insight
