#include <app/broker.hpp>

#include <algorithm>
#include <optional>
#include <regex>
#include <set>

#include <adapters/bus/sync/remote_log.hpp>
#include <adapters/http/remote_keys.hpp>
#include <adapters/nats/bcrypt.hpp>
#include <adapters/nats/server_config.hpp>
#include <app/broker_passwords.hpp>
#include <app/config.hpp>
#include <app/config_address.hpp>
#include <app/modules.hpp>
#include <app/nats_settings.hpp>
#include <app/time_elsewhere.hpp>

namespace app {
namespace {

using Names = std::vector<std::string>;

constexpr std::string_view gateway = "gateway";

// Of all modules, whichever this binary has.
std::set<std::string> all_modules() {
  std::set<std::string> all;
  for (const auto& following : who_follows_whom()) {
    all.insert(following.module);
    all.insert(following.source);
  }
  return all;
}

std::string log_of(const std::string& module) { return module + "/0"; }

void add(Names& names, const std::string& name) {
  if (std::ranges::find(names, name) == names.end()) names.push_back(name);
}

void add_module(nats::Service& service, const std::string& module) {
  add(service.writes, log_of(module));
  add(service.answers, module);
  add(service.answers, bus::log_service_of(module));
  add(service.answers, bus::followers_service_of(module));
  if (module == "user") add(service.answers, http::keys_service);
  if (const auto overview = overview_service_of(module); !overview.empty()) {
    add(service.answers, overview);
  }
  // Its instances ask each other.
  add(service.answers, lead_service_of(module));
  add(service.asks, lead_service_of(module));
  if (module == "billing") add(service.answers, time_service_of(module));
  for (const auto& following : who_follows_whom()) {
    if (following.source == module) add(service.asks, bus::followers_service_of(following.module));
    if (following.module != module) continue;
    add(service.follows, following.log());
    add(service.asks, bus::log_service_of(following.source));
  }
}

// It speaks for its callers to every module, and shows them what happens as it happens.
void add_gateway(nats::Service& service) {
  for (const auto& module : all_modules()) {
    add(service.asks, module);
    add(service.asks, bus::log_service_of(module));
    if (const auto overview = overview_service_of(module); !overview.empty()) {
      add(service.asks, overview);
    }
    if (is_followed(module)) add(service.hears, log_of(module));
  }
  add(service.asks, http::keys_service);
}

Names split(const std::string& list) {
  static const std::regex comma(",");
  return {std::sregex_token_iterator(list.begin(), list.end(), comma, -1), {}};
}

struct Named {
  std::string name;
  Names of;
};

// "NAME=ONE,TWO"
Named parse_named(const char* option, const std::string& text) {
  const auto equals = text.find('=');
  const auto name = text.substr(0, equals);
  if (equals == text.npos || !is_nats_user(name)) {
    throw ConfigError(std::string{option} + ": expected NAME=MODULE,... with letters, digits, - "
                      "and _ alone in the name, not \"" + text + '"');
  }
  auto of = split(text.substr(equals + 1));
  if (of == Names{"all"}) {
    const auto modules = all_modules();
    of.assign(modules.begin(), modules.end());
    if (std::string_view{option} == "--service") of.emplace_back(gateway);
  }
  return {name, std::move(of)};
}

nats::Service follower(const Named& named) {
  nats::Service service{.name = named.name};
  for (const auto& module : named.of) {
    if (!all_modules().contains(module)) {
      throw ConfigError("--follower: " + module + " is no module");
    }
    add(service.hears, log_of(module));
    add(service.reads, log_of(module));
  }
  return service;
}

std::vector<nats::Service> services_of(const cli::BrokerOptions& options) {
  auto services = options.services.empty() ? broker_services() : std::vector<nats::Service>{};
  for (const auto& text : options.services) {
    const auto [name, parts] = parse_named("--service", text);
    services.push_back(broker_service(name, parts));
  }
  for (const auto& text : options.followers) {
    services.push_back(follower(parse_named("--follower", text)));
  }
  std::set<std::string> names;
  for (const auto& service : services) {
    if (!names.insert(service.name).second) {
      throw ConfigError("two users of the broker cannot both be " + service.name);
    }
  }
  return services;
}

std::optional<nats::ServerTls> tls_of(const cli::BrokerOptions& options) {
  if (options.tls_cert.has_value() != options.tls_key.has_value()) {
    throw ConfigError("--tls-cert and --tls-key need each other");
  }
  if (!options.tls_cert) {
    if (options.tls_ca) throw ConfigError("--tls-ca needs --tls-cert and --tls-key too");
    return std::nullopt;
  }
  return nats::ServerTls{*options.tls_cert, *options.tls_key, options.tls_ca.value_or("")};
}

void check(const nats::ServerConfig& config, bool insecure) {
  const auto address = parse_listen_address(config.listen);
  if (!address) throw ConfigError("--listen: expected HOST:PORT, not \"" + config.listen + '"');
  if (!address->loopback && !config.tls && !insecure) {
    throw ConfigError("--listen: " + config.listen + " is open to the network, and everything "
                      "would travel in the clear; add --tls-cert and --tls-key, or --insecure");
  }
  const auto monitor = parse_listen_address(config.monitor);
  if (!config.monitor.empty() && !(monitor && monitor->loopback)) {
    throw ConfigError("--monitor: expected a HOST:PORT of this machine alone, for anybody may ask "
                      "there, not \"" + config.monitor + '"');
  }
  static const std::regex size("[1-9][0-9]{0,11}(KB|MB|GB|TB)");
  if (!std::regex_match(config.file_store_max, size)) {
    throw ConfigError("--max-file-store: expected a size such as 10GB, not \"" +
                      config.file_store_max + '"');
  }
}

}  // namespace

nats::Service broker_service(const std::string& name, const std::vector<std::string>& parts) {
  nats::Service service{.name = name};
  for (const auto& part : parts) {
    if (part == gateway) {
      add_gateway(service);
    } else if (all_modules().contains(part)) {
      add_module(service, part);
    } else {
      throw ConfigError("--service: " + part + " is neither a module nor the gateway");
    }
  }
  const auto time = time_service_of("billing");
  if (std::ranges::find(service.answers, time) == service.answers.end()) add(service.asks, time);
  return service;
}

std::vector<nats::Service> broker_services() {
  std::vector<nats::Service> services;
  for (const auto& module : all_modules()) services.push_back(broker_service(module, {module}));
  services.push_back(broker_service(std::string{gateway}, {std::string{gateway}}));
  return services;
}

cli::BrokerConfig broker_config(const cli::BrokerOptions& options) {
  nats::ServerConfig config;
  config.listen = options.listen.value_or(config.listen);
  config.monitor = options.monitor.value_or("");
  config.store_dir = options.store.value_or(config.store_dir);
  config.file_store_max = options.file_store_max.value_or(config.file_store_max);
  config.sync_always = options.sync_always;
  config.tls = tls_of(options);
  check(config, options.insecure);
  const auto services = services_of(options);
  BrokerPasswords passwords{options.passwords};
  for (const auto& service : services) {
    config.users.push_back({service, nats::bcrypt(passwords.of(service.name))});
  }
  return {nats::to_text(config), passwords.made()};
}

}  // namespace app
