#pragma once

#include <string>
#include <string_view>

namespace sql {

// KeyForm: how a table writes a key that its events write with another prefix: the events of
// "cus_06a..." lie under "usr_06a...". Where neither is said, both write the same. What does not
// begin with the prefix is left as it is, so that also a key that nobody of ours wrote has a name.
struct KeyForm {
  std::string_view said = {};
  std::string_view stored = {};

  std::string to_stored(std::string_view key) const { return swapped(key, said, stored); }
  std::string to_said(std::string_view key) const { return swapped(key, stored, said); }

 private:
  static std::string swapped(std::string_view key, std::string_view from, std::string_view to) {
    if (!key.starts_with(from)) return std::string{key};
    return std::string{to}.append(key.substr(from.size()));
  }
};

}  // namespace sql
