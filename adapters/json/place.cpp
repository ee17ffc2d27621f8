#include <adapters/json/place.hpp>

namespace json {

std::string to_pointer(const Place& place) {
  if (place.parent == nullptr) return "";
  std::string text = to_pointer(*place.parent) + "/";
  if (place.element) return text + std::to_string(place.index);
  for (const char c : place.name) {
    if (c == '~') text += "~0";
    else if (c == '/') text += "~1";
    else text += c;
  }
  return text;
}

}  // namespace json
