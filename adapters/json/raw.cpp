#include <adapters/json/raw.hpp>

#include <cstddef>

namespace json {
namespace {

std::size_t skip_space(std::string_view text, std::size_t at) {
  while (at < text.size() && (text[at] == ' ' || text[at] == '\n' || text[at] == '\r' ||
                              text[at] == '\t'))
    ++at;
  return at;
}

// Behind the string literal that begins at `at`.
std::size_t skip_string(std::string_view text, std::size_t at) {
  for (++at; at < text.size() && text[at] != '"'; ++at) {
    if (text[at] == '\\') ++at;
  }
  return at + 1;
}

// Behind the value that begins at `at`: where, outside of it, a comma or a closing bracket stands.
std::size_t skip_value(std::string_view text, std::size_t at) {
  for (std::size_t depth = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (c == '"') at = skip_string(text, at) - 1;
    else if (c == '{' || c == '[') ++depth;
    else if (depth == 0 && (c == ',' || c == '}' || c == ']')) return at;
    else if (c == '}' || c == ']') --depth;
  }
  return text.size();
}

}  // namespace

std::string_view raw_member(std::string_view object, std::string_view name) {
  std::size_t at = skip_space(object, 0) + 1;
  while (at < object.size()) {
    at = skip_space(object, at);
    if (at >= object.size() || object[at] != '"') return {};
    const std::size_t name_end = skip_string(object, at);
    const std::string_view here = object.substr(at + 1, name_end - at - 2);
    const std::size_t begin = skip_space(object, skip_space(object, name_end) + 1);
    std::size_t end = skip_value(object, begin);
    at = end + 1;
    if (here != name) continue;
    while (end > begin && skip_space(object, end - 1) >= end) --end;
    return object.substr(begin, end - begin);
  }
  return {};
}

}  // namespace json
