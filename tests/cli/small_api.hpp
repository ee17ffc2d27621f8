#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include <boost/json.hpp>

#include <adapters/http/message.hpp>

namespace cli_tests {

// SmallApi: the part of the HTTP API that the tests speak to, over a map. Its e-mails are unique
// whatever their case, an import of what is there is unchanged, lists come in pages.
class SmallApi : public http::Handler {
 public:
  void handle(http::Request request, http::Reply reply) override;

  std::size_t users() const { return users_.size(); }
  void add(const std::string& email, const std::string& name = "");

  std::vector<http::Request> seen{};
  int busy_answers = 0;      // so many 503 before the next answer
  std::uint64_t lies = 0;    // added to what an import says it created
  std::map<std::string, http::Response> canned{};  // "GET /v1/sync" to its answer

 private:
  http::Response answer(const http::Request& request);
  http::Response create(const http::Request& request);
  http::Response list(const http::Request& request) const;
  http::Response import(const http::Request& request);
  boost::json::object import_row(const boost::json::object& row, bool update, bool dry_run);
  boost::json::object* by_email(const std::string& email);

  std::map<std::string, boost::json::object> users_;  // by id
  int drawn_ = 0;
};

http::Response problem(int status, const std::string& code, const std::string& detail,
                       const std::string& pointer = {});

}  // namespace cli_tests
