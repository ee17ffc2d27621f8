#include <app/config_file.hpp>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <memory>
#include <system_error>
#include <utility>

#include <app/config.hpp>
#include <toml++/toml.h>

namespace app {
namespace {

constexpr std::size_t file_bytes_max = 1024 * 1024;

std::string read_all(const std::filesystem::path& file) {
  const auto fail = [&](const std::string& why) -> void {
    throw ConfigError(file.string() + ": cannot be read: " + why);
  };
  const auto system = [](int error) { return std::system_category().message(error); };
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> in(std::fopen(file.c_str(), "rb"),
                                                           &std::fclose);
  if (!in) fail(system(errno));
  std::string text(file_bytes_max + 1, '\0');
  text.resize(std::fread(text.data(), 1, text.size(), in.get()));
  if (std::ferror(in.get()) != 0) fail(system(errno));
  if (text.size() > file_bytes_max) fail("it is larger than 1 MiB");
  return text;
}

FoundValue found(const toml::node& node) {
  if (const auto* text = node.as_string()) return text->get();
  if (const auto* number = node.as_integer()) return number->get();
  if (const auto* flag = node.as_boolean()) return flag->get();
  if (node.is_array()) return FoundOther{"a list"};
  if (node.is_table()) return FoundOther{"a table"};
  if (node.is_floating_point()) return FoundOther{"a number with a fraction"};
  return FoundOther{"a date or time"};
}

bool is_table(std::string_view name) {
  return std::ranges::any_of(config_keys(), [name](const ConfigKey& key) {
    return key.name.substr(0, key.name.find('.')) == name;
  });
}

}  // namespace

std::vector<ConfigLine> read_config_file(const std::filesystem::path& file) {
  const auto origin = [&](const toml::source_region& where) {
    return file.string() + ':' + std::to_string(where.begin.line);
  };
  toml::table all;
  try {
    all = toml::parse(read_all(file));
  } catch (const toml::parse_error& error) {
    throw ConfigError(origin(error.source()) + ": " + std::string(error.description()));
  }
  std::vector<ConfigLine> lines;
  for (const auto& [name, node] : all) {
    const auto* table = node.as_table();
    const std::string first(name.str());
    if (table != nullptr && table->empty() && is_table(first)) continue;
    if (table == nullptr || table->empty()) {
      lines.push_back({first, origin(name.source()), found(node)});
      continue;
    }
    for (const auto& [inner, value] : *table) {
      lines.push_back({first + '.' + std::string(inner.str()), origin(inner.source()),
                       found(value)});
    }
  }
  return lines;
}

}  // namespace app
