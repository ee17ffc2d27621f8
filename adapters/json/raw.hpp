#pragma once

#include <string>

namespace json {

// Raw: a piece of JSON that passes through unread. Read, it is valid and compact; written, it goes
// out as it is.
struct Raw {
  std::string text = "null";
  bool operator==(const Raw&) const = default;
};

}  // namespace json
