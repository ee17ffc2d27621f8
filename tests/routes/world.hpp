#pragma once

#include <initializer_list>
#include <string>

#include <boost/json/value.hpp>

#include <app/core.hpp>
#include <app/faces.hpp>
#include <app/metrics.hpp>
#include <tests/support/temp_folder.hpp>

namespace routes_test {

namespace bj = boost::json;

// What came back, and how to look at it.
struct Answer {
  http::Response response;

  int status() const { return response.status; }
  const std::string& body() const { return response.body; }
  bj::value json() const;
  std::string at(const char* member) const;  // a string member, or the text of another one
  std::string code() const { return at("code"); }
  std::string header(std::string_view name) const;
};

// World: the whole of both modules on fresh stores, asked through the routes, without a socket.
class World {
 public:
  explicit World(bool test_clock = false);

  Answer ask(std::string method, const std::string& target, std::string body = "",
             http::Fields headers = {}, const std::string& token = "clv_admin");
  Answer get(const std::string& target, http::Fields headers = {}) {
    return ask("GET", target, "", std::move(headers));
  }
  Answer post(const std::string& target, std::string body, http::Fields headers = {}) {
    return ask("POST", target, std::move(body), std::move(headers));
  }
  Answer patch(const std::string& target, std::string body, http::Fields headers = {}) {
    return ask("PATCH", target, std::move(body), std::move(headers));
  }
  // A new user's id.
  std::string user(const std::string& email);

 private:
  test::TempFolder folder_;
  app::Core core_;
  app::Metrics metrics_;
  app::Faces faces_;
};

}  // namespace routes_test
