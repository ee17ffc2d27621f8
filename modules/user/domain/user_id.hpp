#pragma once

#include <compare>
#include <optional>
#include <string>
#include <string_view>

#include <shared/domain/uuid.hpp>

// UserId: names one user for ever; never given to another one.
//   Shape   a Uuid; as text "usr_" + 26 characters, which sort in the order of registration
namespace user {

struct UserId {
  shared::Uuid uuid;

  std::string text() const { return shared::prefixed("usr_", uuid); }
  static std::optional<UserId> parse(std::string_view text) {
    const auto uuid = shared::parse_prefixed("usr_", text);
    if (!uuid) return std::nullopt;
    return UserId{*uuid};
  }
  auto operator<=>(const UserId&) const = default;
};

}  // namespace user
