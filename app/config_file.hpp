#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include <app/config_keys.hpp>

namespace app {

// ConfigLine: one key of a file as it stands there, known or not.
struct ConfigLine {
  std::string key;     // "http.listen"
  std::string origin;  // "cleave.toml:3"
  FoundValue value;
};

// Reads a TOML file of tables of keys. Throws ConfigError naming the file, and the line where there
// is one, when it cannot be read or is no TOML.
std::vector<ConfigLine> read_config_file(const std::filesystem::path& file);

}  // namespace app
