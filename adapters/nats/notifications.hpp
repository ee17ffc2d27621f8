#pragma once

#include <functional>
#include <memory>
#include <string>

#include <adapters/nats/connection.hpp>
#include <adapters/nats/event_message.hpp>

namespace nats {

// Notifications: what happens in a log, as it is published: at most once. What is published while
// there is no link, or too fast to be taken, is never told; who must not miss it follows the log.
class Notifications {
 public:
  // `told` is called on a thread of its own, one call at a time; it must be short.
  using Told = std::function<void(const CarriedEvent&)>;

  Notifications(Connection& connection, std::string log, Told told);
  ~Notifications();  // waits for a call under way; none comes after it

 private:
  void change(const Link& link);

  const std::string log_;
  const Told told_;
  std::unique_ptr<class Subscription> subscription_;
  std::unique_ptr<Watch> watch_;
};

}  // namespace nats
