#pragma once

#include <chrono>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <tests/e2e/json.hpp>

namespace e2e {

using Headers = std::vector<std::pair<std::string, std::string>>;

// Answer: what a server said to one request.
struct Answer {
  int status = 0;
  Headers headers;
  std::string text;

  // The first value under that name, whatever its letter case; empty where there is none.
  std::string header(std::string_view name) const;
  std::string position() const { return header("Cleave-Position"); }
  Json json() const { return Json::parse(text); }
  // Of a body that is an object: a member that is a text, or its JSON where it is something else.
  std::string at(std::string_view member) const { return json().at(member).text(); }
  std::string code() const { return at("code"); }
};

// No whole answer came: whether the request took effect is not known.
struct NoAnswer : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// Client: HTTP/1.1 on one kept connection. It sends nothing twice and hides nothing.
//   Errors  NoAnswer
class Client {
 public:
  // Without a key no Authorization is sent.
  Client(const std::string& url, std::string key,
         std::chrono::milliseconds answer_max = std::chrono::seconds{60});
  ~Client();
  Client(Client&&) noexcept;

  Answer send(const std::string& method, const std::string& target, const std::string& body = {},
              const Headers& headers = {});

  Answer get(const std::string& target, const Headers& headers = {}) {
    return send("GET", target, {}, headers);
  }
  Answer post(const std::string& target, const bj::value& body, const Headers& headers = {}) {
    return send("POST", target, bj::serialize(body), headers);
  }
  Answer post(const std::string& target, const Headers& headers = {}) {
    return send("POST", target, {}, headers);
  }
  Answer patch(const std::string& target, const bj::value& body, const Headers& headers = {}) {
    return send("PATCH", target, bj::serialize(body), headers);
  }
  Answer remove(const std::string& target, const Headers& headers = {}) {
    return send("DELETE", target, {}, headers);
  }

 private:
  class Connection;

  std::string host_;
  std::string port_;
  std::string key_;
  std::chrono::milliseconds answer_max_;
  std::unique_ptr<Connection> connection_;
};

}  // namespace e2e
