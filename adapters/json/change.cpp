#include <adapters/json/change.hpp>

#include <boost/describe.hpp>

#include <adapters/json/raw.hpp>

namespace json {
namespace {

struct AfterAlone {
  Raw after;
};
BOOST_DESCRIBE_STRUCT(AfterAlone, (), (after))

// The object or null that this text begins with; empty where it begins with neither.
std::string_view leading_value(std::string_view text) {
  if (text.starts_with("null")) return text.substr(0, 4);
  if (!text.starts_with('{')) return {};
  std::size_t depth = 0;
  bool quoted = false;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (quoted && c == '\\') ++at;
    else if (c == '"') quoted = !quoted;
    else if (quoted) continue;
    else if (c == '{') ++depth;
    else if (c == '}' && --depth == 0) return text.substr(0, at + 1);
  }
  return {};
}

}  // namespace

shared::Result<std::string> after_of(std::string_view payload) {
  // What this library wrote has `after` in front: half of the text need not be looked at.
  constexpr std::string_view front = R"({"after":)";
  if (payload.starts_with(front)) {
    const auto value = leading_value(payload.substr(front.size()));
    if (!value.empty()) return std::string{value};
  }
  auto alone = read_event<AfterAlone>(payload);
  if (!alone) return shared::refuse(alone.error());
  return std::move(alone->after.text);
}

}  // namespace json
