#pragma once

#include <string>
#include <vector>

#include <adapters/cli/exit_codes.hpp>
#include <adapters/cli/stop.hpp>
#include <adapters/http/message.hpp>

// Problem: an answer that is not a success, as the server explains it.
//   Source  RFC 9457, with code, errors[] and request_id
namespace cli {

struct FieldProblem {
  std::string pointer;  // "/email"
  std::string code;
  std::string detail;
};

struct Problem {
  int status = 0;
  std::string code;
  std::string detail;
  std::vector<FieldProblem> fields;
  std::string request_id;
  std::string retry_after;  // seconds, or empty

  // Whatever came back: a body that is no problem+json gives its status alone.
  static Problem read(const http::Response& response);

  ExitCode exit_code() const;
  // What a person can do about it; empty where only the detail can say.
  std::string next() const;
};

// Refused: the server said no. Ends the command as Stop does.
class Refused : public Stop {
 public:
  explicit Refused(const http::Response& response);

  const Problem& problem() const { return problem_; }
  const std::string& body() const { return body_; }

 private:
  Refused(Problem problem, std::string body);

  Problem problem_;
  std::string body_;
};

// The value of a response's header, whatever the case of its name; empty where there is none.
std::string header_of(const http::Response& response, std::string_view name);

}  // namespace cli
