#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

// Position: how far a log has been seen.
//   Shape   log ("<module>/<shard>") + epoch + offset; as text "user/0:1:42"
//   Units   offsets count events: 1, 2, 3, ... without a gap; 0 is before the first
namespace sync {

using Offset = std::uint64_t;
using Epoch = std::uint32_t;

struct Position {
  std::string log;
  Epoch epoch = 1;
  Offset offset = 0;

  bool operator==(const Position&) const = default;
};

std::string to_text(const Position& position);
std::optional<Position> parse_position(std::string_view text);

}  // namespace sync
