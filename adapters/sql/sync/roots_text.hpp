#pragma once

#include <string>
#include <string_view>

#include <sync/domain/event.hpp>

namespace sql {

// Roots as one text: "type=hex32,type=hex32", in order of type.
std::string to_text(const sync::Roots& roots);
// Throws StoreBroken where the text is not of that form.
sync::Roots parse_roots(std::string_view text);

// A chain from its hex text. Throws StoreBroken where it is none.
sync::Hash256 parse_chain(std::string_view hex);

}  // namespace sql
