#pragma once

#include <string>

#include <adapters/cli/backend.hpp>

// HandlerBackend: the routes of this process, asked without a network. The handler must outlive it.
namespace cli {

class HandlerBackend : public Backend {
 public:
  HandlerBackend(http::Handler& handler, std::string place);

  http::Response request(http::Request request) override;
  std::string place() const override { return place_; }

 private:
  http::Handler& handler_;
  std::string place_;
};

}  // namespace cli
