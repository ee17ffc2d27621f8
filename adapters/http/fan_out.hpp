#pragma once

#include <functional>
#include <string>
#include <vector>

#include <adapters/http/message.hpp>

namespace http {

// Whether a module itself is away, rather than behind, or of another mind.
bool is_away(const Response& response);

// ModuleAnswer: what a module answered, with 200.
struct ModuleAnswer {
  std::string module;
  Response response;
};

// FanOut: asks several modules at once, and makes one answer of theirs. Where some are away, or
// answer as another version does, what the others say is answered, with the names of those under
// `partial`; where one refuses, that is what is answered.
class FanOut final : public Handler {
 public:
  struct Module {
    std::string name;
    Handler& handler;
  };
  // What to ask of a module; nothing where it need not be asked. Empty: the request as it is.
  using Share = std::function<bool(const std::string& module, Request& request)>;
  struct Joined {
    std::string body;  // of the one answer: an object, to which `partial` may be added
    std::vector<std::string> unread = {};  // the modules whose answers are of another form
  };
  using Join = std::function<Joined(const Request& request, const std::vector<ModuleAnswer>&)>;

  FanOut(std::vector<Module> modules, Join join, Share share = {})
      : modules_(std::move(modules)), join_(std::move(join)), share_(std::move(share)) {}

  void handle(Request request, Reply reply) override;

 private:
  struct Asking;

  const std::vector<Module> modules_;
  const Join join_;
  const Share share_;
};

// ByModule: passes a request on to the module that it is about; where it is about none, to the
// first, whose routes say what is wrong.
class ByModule final : public Handler {
 public:
  using ModuleOf = std::function<std::string(const Request&)>;

  ByModule(std::vector<FanOut::Module> modules, ModuleOf module_of)
      : modules_(std::move(modules)), module_of_(std::move(module_of)) {}

  void handle(Request request, Reply reply) override;

 private:
  const std::vector<FanOut::Module> modules_;
  const ModuleOf module_of_;
};

}  // namespace http
