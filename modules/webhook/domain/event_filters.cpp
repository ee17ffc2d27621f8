#include <webhook/domain/event_filters.hpp>

#include <algorithm>

#include <shared/domain/text.hpp>
#include <webhook/domain/webhook_errors.hpp>

namespace webhook {
namespace {

bool is_word(std::string_view word) {
  return !word.empty() && std::ranges::all_of(word, [](char c) {
    return (c >= 'a' && c <= 'z') || shared::is_ascii_digit(c) || c == '_';
  });
}

// Words between dots, the last of which may be a star.
bool is_pattern(std::string_view text) {
  constexpr std::size_t length_max = 100;
  if (text.size() > length_max) return false;
  for (;;) {
    const auto dot = text.find('.');
    const auto word = text.substr(0, dot);
    if (dot == text.npos) return word == "*" || is_word(word);
    if (!is_word(word)) return false;
    text.remove_prefix(dot + 1);
  }
}

bool fits(std::string_view pattern, std::string_view type) {
  if (!pattern.ends_with('*')) return pattern == type;
  pattern.remove_suffix(1);
  return type.starts_with(pattern) && !type.starts_with("api_key.");
}

}  // namespace

shared::Result<EventFilters> EventFilters::parse(const std::vector<std::string>& patterns) {
  if (patterns.empty() || patterns.size() > patterns_max) {
    return shared::refuse(errors::event_types_count());
  }
  std::vector<std::string> each;
  for (std::size_t i = 0; i < patterns.size(); ++i) {
    if (!is_pattern(patterns[i])) {
      return shared::refuse(
          shared::at_field(errors::event_type_invalid(), "/event_types/" + std::to_string(i)));
    }
    if (std::ranges::find(each, patterns[i]) == each.end()) each.push_back(patterns[i]);
  }
  return EventFilters{std::move(each)};
}

bool EventFilters::want(std::string_view type) const {
  return std::ranges::any_of(patterns_,
                             [&](const std::string& pattern) { return fits(pattern, type); });
}

}  // namespace webhook
