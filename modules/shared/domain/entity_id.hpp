#pragma once

#include <algorithm>
#include <compare>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include <shared/domain/uuid.hpp>

namespace shared {

// IdPrefix: the letters that say what an id names, "sub_".
template <std::size_t N>
struct IdPrefix {
  char letters[N];

  consteval IdPrefix(const char (&text)[N]) { std::ranges::copy(text, letters); }
  constexpr std::string_view view() const { return {letters, N - 1}; }
};

// EntityId: names one thing of one kind for ever.
//   Shape   as text its prefix + 26 characters (shared::prefixed); sorts as the Uuid does
template <IdPrefix prefix>
struct EntityId {
  Uuid uuid;

  std::string text() const { return prefixed(prefix.view(), uuid); }
  static std::optional<EntityId> parse(std::string_view text) {
    const auto uuid = parse_prefixed(prefix.view(), text);
    if (!uuid) return std::nullopt;
    return EntityId{*uuid};
  }
  auto operator<=>(const EntityId&) const = default;
};

}  // namespace shared
