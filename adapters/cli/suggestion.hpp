#pragma once

#include <string>
#include <string_view>
#include <vector>

// The word a person probably meant: the nearest candidate, if it is near enough to be no accident;
// empty otherwise. Distance counts insertions, deletions, substitutions and swapped neighbours.
namespace cli {

std::string nearest(std::string_view word, const std::vector<std::string>& candidates);

}  // namespace cli
