#pragma once

#include <string>
#include <string_view>
#include <utility>

#include <shared/domain/result.hpp>

// DisplayName: what a user is called on screens and letters; may be empty.
//   Units   at most 200 code points, none of them a control character
//   Errors  parse: user.display_name_invalid
namespace user {

class DisplayName {
 public:
  DisplayName() = default;
  static shared::Result<DisplayName> parse(std::string_view text);
  // A name that parse accepted once, read back from a store.
  static DisplayName stored(std::string text) { return DisplayName{std::move(text)}; }

  const std::string& text() const { return text_; }
  bool operator==(const DisplayName&) const = default;

 private:
  explicit DisplayName(std::string text) : text_{std::move(text)} {}

  std::string text_;
};

}  // namespace user
