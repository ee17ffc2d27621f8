#pragma once

#include <compare>
#include <optional>
#include <string>
#include <string_view>

#include <shared/domain/uuid.hpp>

// ApiKeyId: names one API key. It is no secret.
//   Shape   a Uuid; as text "key_" + 26 characters, which sort in the order of creation
namespace user {

struct ApiKeyId {
  shared::Uuid uuid;

  std::string text() const { return shared::prefixed("key_", uuid); }
  static std::optional<ApiKeyId> parse(std::string_view text) {
    const auto uuid = shared::parse_prefixed("key_", text);
    if (!uuid) return std::nullopt;
    return ApiKeyId{*uuid};
  }
  auto operator<=>(const ApiKeyId&) const = default;
};

}  // namespace user
