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
  // Of those that are larger than a message, and wait to be sent; more reach nobody.
  std::size_t offered_bytes_max = 64 * 1024 * 1024;
  // Of answers that are larger than a message, and have not all come; more are lost.
  std::size_t gathered_bytes_max = 256 * 1024 * 1024;
};

// NatsRequests: questions over request-reply of NATS: of all who serve the same, in one queue
// group, each reaches one. While there is no broker they reach nobody, at once; those under way
// when it goes are lost. One that is larger than a message goes in pieces to the one that took it,
// each when that has asked for it; what was not sent whole, for whatever reason, reached nobody.
//   Note  connection, clock and timer must outlive this and every Serving
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
  void offer(const std::string& service, shared::Message question,
             std::chrono::milliseconds within, Answered answered);

  Connection& connection_;
  shared::Clock& clock_;
  shared::Timer& timer_;
  std::unique_ptr<Inbox> inbox_;
};

}  // namespace nats
