#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <utility>

#include <adapters/http/message.hpp>

// Backend: where requests are answered, a server over the network or the routes in this process.
namespace cli {

class Backend {
 public:
  virtual ~Backend() = default;

  // One request, one answer, whatever its status. Throws Stop (unavailable) where there is none;
  // a write that throws may or may not have happened.
  virtual http::Response request(http::Request request) = 0;

  // A GET whose answer goes on. `take` is given a success's body, piece by piece, and nothing a few
  // times a second meanwhile; it says whether to go on. Returns at the body's end or where `take`
  // had enough; any other answer comes whole. Throws Stop (unavailable) where it breaks off.
  using Take = std::function<bool(std::string_view piece)>;
  virtual http::Response stream(http::Request asked, const Take&) {
    return request(std::move(asked));  // which refuses what goes on
  }

  // For people: "server http://127.0.0.1:8420", "data folder /srv/cleave (no server runs on it)".
  virtual std::string place() const = 0;
};

}  // namespace cli
