#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// Arguments: what was said on a command line, already checked against the command's parameters.
// Names are those of the parameters: "--limit", "USER".
namespace cli {

class Arguments {
 public:
  void add(std::string_view name, std::string value) {
    values_[std::string(name)].push_back(std::move(value));
  }

  bool has(std::string_view name) const { return values_.contains(name); }
  std::optional<std::string> text(std::string_view name) const {
    const auto found = values_.find(name);
    return found == values_.end() ? std::nullopt : std::optional(found->second.front());
  }
  // Of a required parameter.
  const std::string& given(std::string_view name) const { return values_.find(name)->second[0]; }
  std::optional<std::int64_t> number(std::string_view name) const {
    const auto digits = text(name);
    return digits ? std::optional<std::int64_t>(std::stoll(*digits)) : std::nullopt;
  }
  std::vector<std::string> all(std::string_view name) const {
    const auto found = values_.find(name);
    return found == values_.end() ? std::vector<std::string>{} : found->second;
  }

 private:
  std::map<std::string, std::vector<std::string>, std::less<>> values_;
};

}  // namespace cli
