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

// Without the space behind it.
std::string_view value_between(std::string_view text, std::size_t begin, std::size_t end) {
  while (end > begin && skip_space(text, end - 1) >= end) --end;
  return text.substr(begin, end - begin);
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
    const std::size_t end = skip_value(object, begin);
    at = end + 1;
    if (here == name) return value_between(object, begin, end);
  }
  return {};
}

std::vector<std::string_view> raw_elements(std::string_view array) {
  std::vector<std::string_view> elements;
  std::size_t at = skip_space(array, 0) + 1;
  while (at < array.size()) {
    at = skip_space(array, at);
    const std::size_t end = skip_value(array, at);
    if (end > at) elements.push_back(value_between(array, at, end));
    at = end + 1;
  }
  return elements;
}

}  // namespace json
