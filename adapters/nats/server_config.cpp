#include <adapters/nats/server_config.hpp>

namespace nats {
namespace {

// A text that nats-server takes as it stands, whatever it holds.
std::string quoted(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + '"';
}

std::string list(const std::string& name, const std::vector<std::string>& subjects) {
  std::string out = "          " + name + ": { allow: [\n";
  for (const auto& subject : subjects) out += "            " + quoted(subject) + "\n";
  return out + "          ] }\n";
}

std::string user_text(const User& user, const std::vector<Service>& all) {
  const auto rights = rights_of(user.service, all);
  return "      {\n        user: " + quoted(user.service.name) +
         "\n        password: " + quoted(user.password_hash) + "\n        permissions: {\n" +
         list("publish", rights.publish) + list("subscribe", rights.subscribe) +
         "        }\n      }\n";
}

std::string tls_text(const ServerTls& files) {
  auto out = "tls {\n  cert_file: " + quoted(files.certificate_file) +
             "\n  key_file: " + quoted(files.key_file) + "\n  timeout: 5\n";
  if (!files.ca_file.empty()) {
    out += "  ca_file: " + quoted(files.ca_file) + "\n  verify: true\n";
  }
  return out + "}\n";
}

}  // namespace

std::string to_text(const ServerConfig& config) {
  std::string out = "# nats-server for Cleave, made by `cleave nats config`: make it anew to "
                    "change it.\nlisten: " + quoted(config.listen) + "\n";
  if (!config.monitor.empty()) out += "http: " + quoted(config.monitor) + "\n";
  out += "max_payload: 1MB\nauthorization { timeout: 5 }\n";
  if (config.tls) out += tls_text(*config.tls);
  out += "jetstream {\n  store_dir: " + quoted(config.store_dir) +
         "\n  max_file_store: " + config.file_store_max + "\n  max_memory_store: 256MB\n";
  if (config.sync_always) out += "  sync_interval: always\n";
  out += "}\n# The system's account has no user.\nsystem_account: SYS\n"
         "accounts {\n  SYS: {}\n  CLEAVE: {\n    jetstream: enabled\n    users: [\n";
  std::vector<Service> all;
  for (const auto& user : config.users) all.push_back(user.service);
  for (const auto& user : config.users) out += user_text(user, all);
  return out + "    ]\n  }\n}\n";
}

}  // namespace nats
