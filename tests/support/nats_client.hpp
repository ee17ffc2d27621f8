#pragma once

#include <cstdint>
#include <string>

namespace test {

// NatsClient: speaks the broker's protocol by hand, so that what the broker says to one thing is
// known before the next is said.
//   Errors  throws std::runtime_error where the broker ends the connection
class NatsClient {
 public:
  NatsClient(std::uint16_t port, const std::string& user, const std::string& password);
  ~NatsClient();
  NatsClient(const NatsClient&) = delete;
  NatsClient& operator=(const NatsClient&) = delete;

  // Sends these lines, and answers with all that the broker said until it had taken them.
  std::string say(const std::string& lines);

  // Whether the broker allows it.
  bool may_publish(const std::string& subject) {
    return !say("PUB " + subject + " 2\r\n{}\r\n").contains("Permissions Violation");
  }
  // "subject", or "subject queue".
  bool may_subscribe(const std::string& subject) {
    const auto id = std::to_string(++subscriptions_);
    return !say("SUB " + subject + " " + id + "\r\nUNSUB " + id + "\r\n")
                .contains("Permissions Violation");
  }
  // What JetStream answers, on an inbox that the user may listen to.
  std::string ask(const std::string& subject, const std::string& text, const std::string& inbox);

 private:
  void send(const std::string& bytes);
  std::string hear_until(const std::string& words);

  int socket_;
  int subscriptions_ = 0;
};

}  // namespace test
