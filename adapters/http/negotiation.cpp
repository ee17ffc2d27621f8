#include <adapters/http/negotiation.hpp>

#include <string>

#include <adapters/http/text.hpp>

namespace http {
namespace {

// 0: does not speak of it; 1: */*, 2: application/*, 3: the type itself.
int specificity(std::string_view range, std::string_view type) {
  if (range == "*/*" || range == "*") return 1;
  if (equal_whatever_case(range, type)) return 3;
  const std::string_view family = type.substr(0, type.find('/') + 1);
  return range.ends_with("/*") && equal_whatever_case(range.substr(0, range.size() - 1), family)
             ? 2
             : 0;
}

// "0", "0.0", "0.000"
bool is_zero(std::string_view quality) {
  return !quality.empty() && quality.find_first_not_of("0.") == std::string_view::npos;
}

}  // namespace

bool accepts(std::string_view accept, std::string_view type) {
  int best = 0;
  bool admitted = false;
  for (const std::string_view range : split(accept, ',')) {
    const auto parts = split(range, ';');
    if (parts.empty()) continue;
    const int here = specificity(parts[0], type);
    if (here == 0 || here < best) continue;
    bool shut = false;
    for (const std::string_view part : parts) {
      if (part.size() > 2 && equal_whatever_case(part.substr(0, 2), "q="))
        shut = is_zero(part.substr(2));
    }
    admitted = here > best ? !shut : admitted || !shut;
    best = here;
  }
  return admitted;
}

bool is_json(std::string_view content_type) {
  const auto parts = split(content_type, ';');
  if (parts.empty() || !equal_whatever_case(parts[0], "application/json")) return false;
  for (std::size_t i = 1; i < parts.size(); ++i) {
    const std::string parameter = lower(parts[i]);
    if (parameter != "charset=utf-8" && parameter != "charset=\"utf-8\"") return false;
  }
  return true;
}

}  // namespace http
