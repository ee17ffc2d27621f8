#pragma once

#include <functional>
#include <memory>
#include <string>

#include <adapters/nats/connection.hpp>

namespace nats {

// Hint: "look again", from one process to all that hold a hint of the same subject, itself among
// them: at most once, and not at all while there is no link. Who must not miss what it is about
// looks from time to time besides.
class Hint {
 public:
  // `heard` is called on a thread of its own, one call at a time; it must be short.
  Hint(Connection& connection, std::string subject, std::function<void()> heard);
  ~Hint();  // waits for a call under way; none comes after it

  // Any thread. Does not wait for the broker.
  void say() const;

 private:
  void change(const Link& link);

  const Connection& connection_;
  const std::string subject_;
  const std::function<void()> heard_;
  std::unique_ptr<class Subscription> subscription_;
  std::unique_ptr<Watch> watch_;
};

}  // namespace nats
