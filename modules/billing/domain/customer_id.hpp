#pragma once

#include <compare>
#include <optional>
#include <string>
#include <string_view>

#include <shared/domain/uuid.hpp>

// CustomerId: names one customer, who is one user of the user module under the same Uuid.
//   Shape   as text "cus_" + 26 characters; as the user's id "usr_" + the same 26
namespace billing {

struct CustomerId {
  shared::Uuid uuid;

  std::string text() const { return shared::prefixed("cus_", uuid); }
  std::string user_text() const { return shared::prefixed("usr_", uuid); }

  static std::optional<CustomerId> parse(std::string_view text) {
    const auto uuid = shared::parse_prefixed("cus_", text);
    if (!uuid) return std::nullopt;
    return CustomerId{*uuid};
  }
  static std::optional<CustomerId> of_user(std::string_view text) {
    const auto uuid = shared::parse_prefixed("usr_", text);
    if (!uuid) return std::nullopt;
    return CustomerId{*uuid};
  }
  auto operator<=>(const CustomerId&) const = default;
};

}  // namespace billing
