#include <app/module_choice.hpp>

#include <algorithm>

#include <app/config_keys.hpp>
#include <app/modules.hpp>

namespace app {
namespace {

constexpr std::string_view all = "all";

std::vector<std::string> names_in(std::string_view list) {
  std::vector<std::string> names;
  while (true) {
    const auto comma = std::min(list.find(','), list.size());
    auto name = list.substr(0, comma);
    const auto first = std::min(name.find_first_not_of(' '), name.size());
    names.emplace_back(name.substr(first, name.find_last_not_of(' ') - first + 1));
    if (comma == list.size()) return names;
    list.remove_prefix(comma + 1);
  }
}

std::string known() {
  std::string text;
  for (const auto& kind : module_kinds()) {
    text += (text.empty() ? "" : ",") + std::string{kind.name};
  }
  return text;
}

std::string wrong_name(const std::string& name) {
  if (name.empty()) return "expected " + known() + ", some of these, or all; a name is missing";
  const auto nearest = std::ranges::min_element(module_kinds(), {}, [&](const ModuleKind& kind) {
    return letters_apart(name, kind.name);
  });
  const bool meant = letters_apart(name, nearest->name) <= 1 + nearest->name.size() / 3;
  return "there is no module \"" + name + '"' +
         (meant ? "; did you mean " + std::string{nearest->name} + '?'
                : "; there are " + known());
}

}  // namespace

std::optional<std::string> wrong_modules(std::string_view list) {
  if (list == all) return std::nullopt;
  const auto names = names_in(list);
  for (const auto& name : names) {
    const auto kind = std::ranges::find(module_kinds(), name, &ModuleKind::name);
    if (kind == module_kinds().end()) return wrong_name(name);
    if (std::ranges::count(names, name) > 1) return name + " stands there twice; say it once";
  }
  return std::nullopt;
}

std::vector<std::string> chosen_modules(std::string_view list) {
  const auto names = names_in(list);
  std::vector<std::string> chosen;
  for (const auto& kind : module_kinds()) {
    if (list == all || std::ranges::count(names, kind.name) > 0) chosen.emplace_back(kind.name);
  }
  return chosen;
}

}  // namespace app
