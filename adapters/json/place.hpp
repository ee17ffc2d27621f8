#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace json {

// Place: where in a document a reader stands. A chain on the stack, so that it costs nothing until
// an error asks for the text.
struct Place {
  const Place* parent = nullptr;  // nothing: the document itself
  std::string_view name;          // of the member; or
  std::size_t index = 0;          // of the element, where `name` is empty
  bool element = false;

  Place member(std::string_view member_name) const { return {this, member_name, 0, false}; }
  Place at(std::size_t element_index) const { return {this, {}, element_index, true}; }
};

// "/rows/3/email"; empty for the document itself.
//   Source  RFC 6901
std::string to_pointer(const Place& place);

}  // namespace json
