#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>

#include <ports/shared/clock.hpp>
#include <ports/shared/requests.hpp>
#include <ports/shared/timer.hpp>

#include <adapters/nats/connection.hpp>

namespace nats {

struct RequestLimits {
  std::size_t open_max = 4096;  // questions that wait for their answer; more reach nobody
};

// NatsRequests: questions over request-reply of NATS: of all who serve the same, in one queue
// group, each reaches one. While there is no broker they reach nobody, at once; those under way
// when it goes are lost.
//   Note  the connection must outlive this and every Serving
class NatsRequests final : public shared::Requests, public shared::Services {
 public:
  NatsRequests(Connection& connection, shared::Clock& clock, shared::Timer& timer,
               RequestLimits limits = {});
  ~NatsRequests() override;

  void ask(const std::string& service, shared::Message question, std::chrono::milliseconds within,
           Answered answered) override;
  // May outlive this object.
  [[nodiscard]] std::unique_ptr<shared::Serving> serve(const std::string& service,
                                                       Answer answer) override;

  class Inbox;

 private:
  Connection& connection_;
  std::unique_ptr<Inbox> inbox_;
};

}  // namespace nats
