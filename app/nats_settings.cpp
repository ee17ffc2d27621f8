#include <app/nats_settings.hpp>

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <stdexcept>


namespace app {
namespace {

struct FileSetting {
  std::string_view key;
  std::string Settings::*file;
  bool secret;
};

constexpr std::array files{
    FileSetting{"nats.password_file", &Settings::nats_password_file, true},
    FileSetting{"nats.ca_file", &Settings::nats_ca_file, false},
    FileSetting{"nats.certificate_file", &Settings::nats_certificate_file, false},
    FileSetting{"nats.key_file", &Settings::nats_key_file, true},
};

bool is_loopback(const std::string& host) {
  return host == "localhost" || host == "::1" || host.starts_with("127.");
}

std::optional<WrongSetting> wrong_url(const Settings& settings) {
  try {
    for (const auto& address : nats::parse_addresses(settings.nats_url)) {
      if (address.tls || settings.nats_insecure || is_loopback(address.host)) continue;
      return WrongSetting{"nats.url", address.url +
                                          " is on another machine and everything would travel in "
                                          "the clear; take tls://, or nats.insecure = true"};
    }
  } catch (const std::runtime_error& wrong) {
    return WrongSetting{"nats.url", wrong.what()};
  }
  return std::nullopt;
}

std::optional<WrongSetting> wrong_file(const Settings& settings, const FileSetting& setting) {
  const auto& file = settings.*setting.file;
  if (file.empty()) return std::nullopt;
  if (settings.nats_url.empty()) return WrongSetting{setting.key, "needs nats.url too"};
  if (::access(file.c_str(), R_OK) != 0) {
    return WrongSetting{setting.key, file + " cannot be read"};
  }
  struct stat status {};
  if (setting.secret && ::stat(file.c_str(), &status) == 0 && (status.st_mode & S_IRWXO) != 0) {
    return WrongSetting{setting.key, file + " is open to every user of this machine; chmod o= it"};
  }
  return std::nullopt;
}

}  // namespace

bool is_nats_user(std::string_view name) {
  return !name.empty() && std::ranges::all_of(name, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_';
  });
}

std::optional<WrongSetting> wrong_nats(const Settings& settings) {
  if (!settings.nats_url.empty()) {
    if (auto wrong = wrong_url(settings)) return wrong;
  }
  for (const auto& setting : files) {
    if (auto wrong = wrong_file(settings, setting)) return wrong;
  }
  const bool user = !settings.nats_user.empty();
  if (user && !is_nats_user(settings.nats_user)) {
    return WrongSetting{"nats.user", "expected letters, digits, - and _ alone"};
  }
  if (user != !settings.nats_password_file.empty()) {
    return WrongSetting{user ? "nats.user" : "nats.password_file",
                        "nats.user and nats.password_file need each other"};
  }
  if (settings.nats_certificate_file.empty() != settings.nats_key_file.empty()) {
    return WrongSetting{"nats.certificate_file",
                        "nats.certificate_file and nats.key_file need each other"};
  }
  return std::nullopt;
}

nats::Settings nats_settings(const Settings& settings) {
  nats::Settings nats;
  nats.url = settings.nats_url;
  nats.name = settings.nats_user.empty() ? "cleave" : settings.nats_user;
  nats.user = settings.nats_user;
  nats.password_file = settings.nats_password_file;
  nats.ca_file = settings.nats_ca_file;
  nats.certificate_file = settings.nats_certificate_file;
  nats.key_file = settings.nats_key_file;
  return nats;
}

}  // namespace app
