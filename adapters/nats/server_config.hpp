#pragma once

#include <optional>
#include <string>
#include <vector>

#include <adapters/nats/rights.hpp>

// The configuration of a nats-server (2.9.10 or later) for Cleave's services.
namespace nats {

struct ServerTls {
  std::string certificate_file;
  std::string key_file;
  std::string ca_file;  // who signs the certificates that clients must show; empty: they need none
};

// User: one of the broker's, whose password it knows by a bcrypt hash alone.
struct User {
  Service service;
  std::string password_hash;
};

struct ServerConfig {
  std::string listen = "127.0.0.1:4222";
  std::string monitor;  // HOST:PORT of its /healthz, /varz and /jsz, over http; empty: nowhere
  std::string store_dir = "/var/lib/nats";
  std::string file_store_max = "10GB";
  bool sync_always = false;  // flushed to the disk before it is acknowledged: from 2.10 on
  std::optional<ServerTls> tls;
  std::vector<User> users;
};

std::string to_text(const ServerConfig& config);

}  // namespace nats
