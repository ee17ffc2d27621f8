#include <app/module_choice.hpp>

#include <algorithm>

#include <app/config_keys.hpp>
#include <app/modules.hpp>

namespace app {
namespace {

constexpr std::string_view all = "all";
constexpr std::string_view gateway = "gateway";

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
    text += std::string{kind.name} + ',';
  }
  return text += gateway;
}

std::vector<std::string_view> choices() {
  std::vector<std::string_view> names{gateway};
  for (const auto& kind : module_kinds()) names.push_back(kind.name);
  return names;
}

std::string wrong_name(const std::string& name) {
  if (name.empty()) return "expected " + known() + ", some of these, or all; a name is missing";
  const auto names = choices();
  const auto nearest = std::ranges::min_element(
      names, {}, [&](std::string_view one) { return letters_apart(name, one); });
  const bool meant = letters_apart(name, *nearest) <= 1 + nearest->size() / 3;
  return "there is no module \"" + name + '"' +
         (meant ? "; did you mean " + std::string{*nearest} + '?' : "; there are " + known());
}

}  // namespace

std::optional<std::string> wrong_modules(std::string_view list) {
  if (list == all) return std::nullopt;
  const auto names = names_in(list);
  for (const auto& name : names) {
    if (std::ranges::count(choices(), name) == 0) return wrong_name(name);
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

bool chose_gateway(std::string_view list) {
  return list != all && std::ranges::count(names_in(list), gateway) > 0;
}

}  // namespace app
