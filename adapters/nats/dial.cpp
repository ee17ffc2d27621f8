#include <adapters/nats/dial.hpp>

#include <fstream>
#include <stdexcept>
#include <string>

namespace nats {
namespace {

void check(natsStatus status, const std::string& what) {
  if (status == NATS_OK) return;
  const char* last = nats_GetLastError(nullptr);
  const bool said = last != nullptr && *last != '\0';
  throw std::runtime_error(what + ": " + (said ? last : natsStatus_GetText(status)));
}

std::string first_line(const std::string& path, const char* of_what) {
  std::ifstream file(path);
  std::string line;
  if (!std::getline(file, line) || line.empty()) {
    throw std::runtime_error(std::string(of_what) + " " + path + " cannot be read, or is empty");
  }
  if (line.back() == '\r') line.pop_back();
  return line;
}

void set_credentials(natsOptions* options, const Settings& settings) {
  const auto& user = settings.user;
  if (!settings.nkey_file.empty()) {
    first_line(settings.nkey_file, "the NATS key file");
    check(natsOptions_SetNKeyFromSeed(options, user.c_str(), settings.nkey_file.c_str()),
          "the NATS key file " + settings.nkey_file);
  } else if (!user.empty()) {
    const auto password = first_line(settings.password_file, "the NATS password file");
    check(natsOptions_SetUserInfo(options, user.c_str(), password.c_str()), "the NATS user");
  }
}

void set_tls(natsOptions* options, const Settings& settings, const Address& address) {
  check(natsOptions_SetSecure(options, true), "TLS to NATS");
  check(natsOptions_SetExpectedHostname(options, address.host.c_str()), "TLS to NATS");
  if (!settings.ca_file.empty()) {
    check(natsOptions_LoadCATrustedCertificates(options, settings.ca_file.c_str()),
          "the certificates in " + settings.ca_file);
  }
  if (!settings.certificate_file.empty()) {
    check(natsOptions_LoadCertificatesChain(options, settings.certificate_file.c_str(),
                                            settings.key_file.c_str()),
          "the certificate " + settings.certificate_file + " with the key " + settings.key_file);
  }
}

}  // namespace

Options make_options(const Settings& settings, const Address& address) {
  constexpr int pings_out_max = 2;
  natsOptions* made = nullptr;
  check(natsOptions_Create(&made), "NATS");
  Options options{made};
  const auto inbox = "_INBOX_" + settings.name;
  check(natsOptions_SetURL(made, address.url.c_str()), "the NATS URL " + address.url);
  check(natsOptions_SetName(made, settings.name.c_str()), "the NATS name");
  check(natsOptions_SetCustomInboxPrefix(made, inbox.c_str()), "the NATS name");
  check(natsOptions_SetAllowReconnect(made, false), "NATS");
  check(natsOptions_SetIgnoreDiscoveredServers(made, true), "NATS");
  check(natsOptions_SetFailRequestsOnDisconnect(made, true), "NATS");
  check(natsOptions_SetSendAsap(made, !settings.gather), "NATS");
  check(natsOptions_SetTimeout(made, settings.connect_max.count()), "NATS");
  check(natsOptions_SetPingInterval(made, settings.ping_every.count()), "NATS");
  check(natsOptions_SetMaxPingsOut(made, pings_out_max), "NATS");
  check(natsOptions_SetWriteDeadline(made, settings.write_max.count()), "NATS");
  set_credentials(made, settings);
  if (address.tls) set_tls(made, settings, address);
  return options;
}

}  // namespace nats
