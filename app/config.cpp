#include <app/config.hpp>

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <system_error>

#include <app/config_file.hpp>
#include <app/config_keys.hpp>
#include <app/module_choice.hpp>
#include <app/database_url.hpp>
#include <app/nats_settings.hpp>

namespace app {
namespace {

constexpr std::string_view from_default = "default";

// One line, whatever was found: control characters would break it, or a terminal.
std::string one_line(std::string text) {
  for (char& c : text) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) c = '?';
  }
  return text;
}

[[noreturn]] void refuse(const std::string& place, std::string_view key, const std::string& why) {
  throw ConfigError(place + ": " + std::string(key) + ": " + why);
}

[[noreturn]] void refuse_unknown(const std::string& place, const std::string& key) {
  const auto meant = nearest_config_key(key);
  refuse(place, key, "unknown key" + (meant ? "; did you mean " + *meant + "?"
                                            : "; `cleave config` lists all keys"));
}

// "CLEAVE_HTTP_": variables that begin so are meant for us, and a misspelt one is a mistake.
bool names_a_table(std::string_view variable) {
  return std::ranges::any_of(config_keys(), [&](const ConfigKey& key) {
    const auto own = key.environment_name();
    return variable.starts_with(own.substr(0, own.find('_', sizeof "CLEAVE_") + 1));
  });
}

std::string key_of(std::string_view variable) {
  std::string key;
  for (const char c : variable.substr(sizeof "CLEAVE_" - 1)) {
    key += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  }
  if (const auto bar = key.find('_'); bar != std::string::npos) key[bar] = '.';
  return key;
}

}  // namespace

ConfigError::ConfigError(std::string text) : std::runtime_error(one_line(std::move(text))) {}

std::vector<std::pair<std::string, std::string>> process_environment() {
  std::vector<std::pair<std::string, std::string>> out;
  for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
    const std::string_view text(*entry);
    const auto equals = text.find('=');
    if (equals == std::string_view::npos) continue;
    out.emplace_back(text.substr(0, equals), text.substr(equals + 1));
  }
  return out;
}

Config::Config(const ConfigSources& sources) {
  for (const auto& key : config_keys()) origins_.emplace(key.name, from_default);
  if (sources.file) take_file(*sources.file);
  take_environment(sources.environment);
  take_flags(sources.flags);
  if (settings_.data_dir.empty()) fail("data.dir", "expected the name of a folder");
  check_database(sources.environment);
  if (const auto wrong = wrong_modules(settings_.serve_modules)) fail("serve.modules", *wrong);
  check_listen();
  check_tls();
  check_nats();
}

void Config::take_file(const std::filesystem::path& file) {
  for (const auto& line : read_config_file(file)) {
    const auto* key = find_config_key(line.key);
    if (key == nullptr) refuse_unknown(line.origin, line.key);
    if (const auto wrong = assign(settings_, *key, line.value)) {
      refuse(line.origin, line.key, *wrong);
    }
    origins_[line.key] = line.origin;
  }
}

void Config::take_environment(
    const std::vector<std::pair<std::string, std::string>>& environment) {
  for (const auto& [name, value] : environment) {
    const auto keys = config_keys();
    const auto key = std::ranges::find(keys, name, &ConfigKey::environment_name);
    if (key == keys.end()) {
      if (names_a_table(name)) refuse_unknown(name, key_of(name));
      continue;
    }
    if (const auto wrong = assign(settings_, *key, FoundText{value})) {
      refuse(name, key->name, *wrong);
    }
    origins_[std::string(key->name)] = name;
  }
}

void Config::take_flags(const std::vector<FlagValue>& flags) {
  for (const auto& [flag, name, value] : flags) {
    const auto* key = find_config_key(name);
    if (key == nullptr) refuse_unknown(flag, name);
    if (const auto wrong = assign(settings_, *key, FoundText{value})) refuse(flag, name, *wrong);
    origins_[name] = flag;
  }
}

void Config::check_database(
    const std::vector<std::pair<std::string, std::string>>& environment) const {
  for (const auto& [name, url] : {std::pair{"database.url", settings_.database_url},
                                  std::pair{"database.admin_url", settings_.database_admin_url}}) {
    if (url.empty()) continue;
    if (const auto wrong = wrong_database_url(url, settings_.database_insecure)) fail(name, *wrong);
  }
  if (settings_.database_url.empty()) {
    if (!settings_.database_admin_url.empty()) fail("database.admin_url", "needs database.url too");
    return;
  }
  // libpq would take these, and a connection would not be what the configuration says.
  for (const auto* variable : {"PGPASSWORD", "PGHOSTADDR", "PGSERVICE"}) {
    if (std::ranges::find(environment, variable, &std::pair<std::string, std::string>::first) !=
        environment.end()) {
      fail("database.url", std::string{"the environment has "} + variable +
                               ", which would count beside it; take it away");
    }
  }
}

void Config::check_listen() {
  const auto address = parse_listen_address(settings_.http_listen);
  if (!address) {
    fail("http.listen", "expected HOST:PORT, as 127.0.0.1:8420 or [::1]:8420, not \"" +
                            settings_.http_listen + '"');
  }
  listen_ = *address;
  if (listen_.loopback || settings_.http_insecure || !settings_.http_tls_certificate.empty()) {
    return;
  }
  fail("http.listen", settings_.http_listen +
                          " is open to the network and keys would travel in the clear; set "
                          "http.tls_certificate and http.tls_key, or http.insecure = true");
}

void Config::check_tls() const {
  const auto& certificate = settings_.http_tls_certificate;
  const auto& key = settings_.http_tls_key;
  if (certificate.empty() && !key.empty()) fail("http.tls_key", "needs http.tls_certificate too");
  if (certificate.empty()) return;
  if (key.empty()) fail("http.tls_certificate", "needs http.tls_key too");
  if (settings_.http_insecure) {
    fail("http.insecure", "excludes http.tls_certificate; take one of the two away");
  }
  for (const auto& [name, file] : {std::pair{"http.tls_certificate", certificate},
                                   std::pair{"http.tls_key", key}}) {
    if (access(file.c_str(), R_OK) == 0) continue;
    fail(name, file + " cannot be read: " + std::system_category().message(errno));
  }
  struct stat status {};
  if (stat(key.c_str(), &status) == 0 && (status.st_mode & S_IRWXO) != 0) {
    fail("http.tls_key", key + " is open to every user of this machine; chmod o= it");
  }
}

void Config::check_nats() const {
  if (const auto wrong = wrong_nats(settings_)) fail(wrong->key, wrong->why);
  if (chose_gateway(settings_.serve_modules) && settings_.nats_url.empty()) {
    fail("serve.modules", "a gateway reaches the modules elsewhere over a broker; set nats.url");
  }
}

void Config::fail(std::string_view key, const std::string& why) const {
  refuse(origin(key), key, why);
}

std::vector<EffectiveValue> Config::effective() const {
  std::vector<EffectiveValue> out;
  for (const auto& key : config_keys()) {
    out.push_back({std::string(key.name), one_line(value_text(settings_, key)), origin(key.name),
                   std::string(key.help)});
  }
  return out;
}

}  // namespace app
