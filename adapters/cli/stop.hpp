#pragma once

#include <stdexcept>
#include <string>
#include <utility>

#include <adapters/cli/exit_codes.hpp>

// Stop: the command ends here. Thrown anywhere below cli::run, which prints it as one message on
// stderr and returns its code; app/ throws it too, for example for a wrong configuration.
namespace cli {

class Stop : public std::runtime_error {
 public:
  Stop(ExitCode code, const std::string& what, std::string next = {})
      : std::runtime_error(what), code_(code), next_(std::move(next)) {}

  ExitCode code() const { return code_; }
  const std::string& next() const { return next_; }  // what to do about it, or empty

 private:
  ExitCode code_;
  std::string next_;
};

}  // namespace cli
