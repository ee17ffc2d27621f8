#pragma once

#include <memory>
#include <string>

#include <ports/shared/clock.hpp>
#include <ports/shared/requests.hpp>
#include <ports/shared/timer.hpp>

#include <adapters/nats/connection.hpp>

namespace nats {

// NatsServing: takes what is asked of a service, over whatever link stands.
class NatsServing final : public shared::Serving {
 public:
  NatsServing(Connection& connection, const std::string& service, shared::Clock& clock,
              shared::Timer& timer, shared::Services::Answer answer);
  // What the broker has sent already is still taken.
  ~NatsServing() override;

 private:
  void change(const Link& link);

  const std::string subject_;
  const std::string inbox_;  // for pieces of questions
  shared::Clock& clock_;
  shared::Timer& timer_;
  const std::shared_ptr<const shared::Services::Answer> answer_;
  const std::shared_ptr<class Outlet> outlet_;
  std::unique_ptr<class Gathering> gathering_;
  std::unique_ptr<class Subscription> subscription_;
  std::unique_ptr<Watch> watch_;
};

}  // namespace nats
