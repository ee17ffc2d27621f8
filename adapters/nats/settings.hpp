#pragma once

#include <chrono>
#include <string>
#include <vector>

namespace nats {

// Settings: where the broker is and as whom one speaks to it.
struct Settings {
  using ms = std::chrono::milliseconds;

  std::string url;   // nats://HOST:PORT or tls://HOST:PORT; several are separated by commas
  std::string name;  // of the service: its connection's name, and its inboxes' _INBOX_<name>.>
  std::string user;  // empty: no credentials; with nkey_file the public key
  std::string password_file;     // whose first line is the user's password
  std::string nkey_file;         // whose first line is the seed of the user's key
  std::string ca_file;           // PEM, who signs the servers' certificates; empty: the system's
  std::string certificate_file;  // PEM, ours, where servers ask for one
  std::string key_file;          // PEM, of that certificate

  // What is published leaves when it is flushed, or a moment later: for one who publishes many at
  // once. Else each message leaves at once, by a write of its own.
  bool gather = false;

  ms connect_max{3'000};  // for one try, TLS included
  ms ping_every{4'000};   // a server that misses two is given up
  ms write_max{5'000};    // for bytes that the server does not take
  ms retry_min{100};      // between two tries, doubled up to
  ms retry_max{5'000};    // this; the true wait is between half of it and all of it
};

// Address: one of the servers that a URL names.
struct Address {
  std::string url;  // without a path or credentials
  std::string host;
  bool tls = false;
};

// Errors  std::runtime_error where the text is not such a list, or holds credentials: those belong
//         into files
std::vector<Address> parse_addresses(const std::string& url);

}  // namespace nats
