#pragma once

#include <string>
#include <string_view>

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

}  // namespace json
