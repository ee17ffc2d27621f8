#pragma once

#include <functional>
#include <memory>
#include <utility>

#include <adapters/http/message.hpp>

namespace http {

// ByLead: answers for a module by its instance that leads: here where this one does, else there.
//   Note  outlives every request that it has
class ByLead final : public Handler {
 public:
  enum class Otherwise { nothing, here };

  // Otherwise::here: where the one that leads is away, what is known here is answered.
  ByLead(std::function<bool()> leads, Handler& here, std::unique_ptr<Handler> there,
         Otherwise otherwise)
      : leads_(std::move(leads)), here_(here), there_(std::move(there)), otherwise_(otherwise) {}

  void handle(Request request, Reply reply) override;

 private:
  const std::function<bool()> leads_;
  Handler& here_;
  const std::unique_ptr<Handler> there_;
  const Otherwise otherwise_;
};

}  // namespace http
