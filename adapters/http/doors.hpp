#pragma once

#include <string>
#include <vector>

#include <adapters/http/message.hpp>
#include <adapters/http/path_table.hpp>

namespace http {

// Door: what leads to one module, in this process or elsewhere.
struct Door {
  std::vector<std::string> paths;  // each with all below it; the longest that fits decides
  Handler& handler;
};

// Doors: passes each request on to whose path it is.
class Doors final : public Handler {
 public:
  // What no door leads to is `otherwise`: also the refusal of unknown paths.
  Doors(const std::vector<Door>& doors, Handler& otherwise);

  void handle(Request request, Reply reply) override;

 private:
  PathTable paths_;
  Handler& otherwise_;
};

}  // namespace http
