#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>

#include <app/config_settings.hpp>

// The one table of all configuration keys.
namespace app {

struct ConfigKey {
  using Member = std::variant<std::string Settings::*, std::int64_t Settings::*, bool Settings::*>;

  std::string_view name;  // "http.listen": the table and the key in the file
  Member member;
  std::string_view help;
  std::int64_t min = 0;  // of a number
  std::int64_t max = 0;
  std::string_view choices = {};  // of a text, "json text auto"; empty: any text

  std::string environment_name() const;  // "CLEAVE_HTTP_LISTEN"
};

std::span<const ConfigKey> config_keys();
const ConfigKey* find_config_key(std::string_view name);
// How many letters must be changed, added or left out to get from one to the other.
std::size_t letters_apart(std::string_view a, std::string_view b);
// The known key that was probably meant, or nothing.
std::optional<std::string> nearest_config_key(std::string_view name);

// A value as it was found: of a type of the file's, or the text of a variable or flag.
struct FoundText {
  std::string text;
};
struct FoundOther {
  std::string what;  // "a list"
};
using FoundValue = std::variant<std::string, std::int64_t, bool, FoundText, FoundOther>;

// Stores the value; or answers what would be right: "expected a whole number from 1 to 64, not 0".
std::optional<std::string> assign(Settings& settings, const ConfigKey& key,
                                  const FoundValue& value);
std::string value_text(const Settings& settings, const ConfigKey& key);

}  // namespace app
