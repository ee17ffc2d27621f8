#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <app/config_address.hpp>
#include <app/config_settings.hpp>

namespace app {

// ConfigError: why the process does not start: one line that names the place, the key and what
// would be right. main prints it and exits with 78 (EX_CONFIG), before anything listens.
struct ConfigError : std::runtime_error {
  explicit ConfigError(std::string text);  // control characters are replaced
};

// What the command line says: a flag, the key that it stands for, and its value.
struct FlagValue {
  std::string flag;  // "--listen"
  std::string key;   // "http.listen"
  std::string value;
};

struct ConfigSources {
  std::optional<std::filesystem::path> file;
  std::vector<std::pair<std::string, std::string>> environment;  // all of it: name, value
  std::vector<FlagValue> flags;
};

// The environment of this process.
std::vector<std::pair<std::string, std::string>> process_environment();

// One effective value. None of them is a secret: secrets lie in files that keys name.
struct EffectiveValue {
  std::string key;     // "http.listen"
  std::string value;   // "127.0.0.1:8420"
  std::string origin;  // "default", "cleave.toml:3", "CLEAVE_HTTP_LISTEN", "--listen"
  std::string help;
};

// Config: the settings, and where each of them comes from. A flag goes before the environment, that
// before the file, that before the default.
//   Errors  the constructor throws ConfigError for unknown keys, bad values, files that cannot be
//           read, keys that exclude or need each other, and an open port without TLS
class Config {
 public:
  explicit Config(const ConfigSources& sources);

  const Settings& settings() const { return settings_; }
  const ListenAddress& listen() const { return listen_; }
  std::vector<EffectiveValue> effective() const;

 private:
  void take_file(const std::filesystem::path& file);
  void take_environment(const std::vector<std::pair<std::string, std::string>>& environment);
  void take_flags(const std::vector<FlagValue>& flags);
  void check_database(const std::vector<std::pair<std::string, std::string>>& environment) const;
  void check_listen();
  void check_tls() const;
  void check_nats() const;
  [[noreturn]] void fail(std::string_view key, const std::string& why) const;
  const std::string& origin(std::string_view key) const { return origins_.find(key)->second; }

  Settings settings_;
  std::map<std::string, std::string, std::less<>> origins_;  // every key's
  ListenAddress listen_;
};

}  // namespace app
