#pragma once

#include <string>

#include <adapters/http/message.hpp>

// Backend: where requests are answered, a server over the network or the routes in this process.
namespace cli {

class Backend {
 public:
  virtual ~Backend() = default;

  // One request, one answer, whatever its status. Throws Stop (unavailable) where there is none;
  // a write that throws may or may not have happened.
  virtual http::Response request(http::Request request) = 0;

  // For people: "server http://127.0.0.1:8420", "data folder /srv/cleave (no server runs on it)".
  virtual std::string place() const = 0;
};

}  // namespace cli
