#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace json {

// Raw: a piece of JSON that passes through unread. Read, it is valid and compact; written, it goes
// out as it is.
struct Raw {
  std::string text = "null";
  bool operator==(const Raw&) const = default;
};

// The text of one member of an object, as it stands there, without reading the rest; empty where
// there is none. For text that is known to be a valid object and escapes no member names: our own.
std::string_view raw_member(std::string_view object, std::string_view name);

// The texts of an array's elements, in the same way.
std::vector<std::string_view> raw_elements(std::string_view array);

}  // namespace json
