#pragma once

#include <string>
#include <string_view>
#include <utility>

#include <shared/domain/result.hpp>

// Locale: the language (and region) to speak to a user in; "en" unless said.
//   Shape   subtags joined by dashes: a language of 2-8 letters, then subtags of 1-8 letters or
//           digits; at most 35 characters; letter case is kept
//   Errors  parse: user.locale_invalid
//   Source  BCP 47; its shape alone, not its registry
namespace user {

class Locale {
 public:
  Locale() = default;
  static shared::Result<Locale> parse(std::string_view text);
  // A locale that parse accepted once, read back from a store.
  static Locale stored(std::string text) { return Locale{std::move(text)}; }

  const std::string& text() const { return text_; }
  bool operator==(const Locale&) const = default;

 private:
  explicit Locale(std::string text) : text_{std::move(text)} {}

  std::string text_ = "en";
};

}  // namespace user
