#pragma once

#include <cstdint>
#include <fstream>
#include <string>
#include <utility>
#include <vector>

#include <app/broker.hpp>

#include <tests/support/nats_client.hpp>
#include <tests/support/nats_server.hpp>
#include <tests/support/temp_folder.hpp>

namespace test {

// NatsBroker: a nats-server on the configuration that `cleave nats config` prints, with these
// foreign followers beside the services.
class NatsBroker {
 public:
  explicit NatsBroker(std::vector<std::string> followers = {}) : followers_(std::move(followers)) {}

  NatsServer& server() { return server_; }
  std::string password_file(const std::string& user) const {
    return (folder_.path() / "secrets" / user).string();
  }
  std::string password(const std::string& user) const {
    std::ifstream file(password_file(user));
    std::string line;
    std::getline(file, line);
    return line;
  }

 private:
  std::string config(std::uint16_t port, const std::string& store) const {
    cli::BrokerOptions options;
    options.passwords = (folder_.path() / "secrets").string();
    options.followers = followers_;
    options.listen = "127.0.0.1:" + std::to_string(port);
    options.store = store;
    return app::broker_config(options).text;
  }

  TempFolder folder_;
  const std::vector<std::string> followers_;
  NatsServer server_{[this](std::uint16_t port, const std::string& store) {
    return config(port, store);
  }};
};

}  // namespace test
