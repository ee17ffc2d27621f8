#pragma once

#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace nats_test {

// Sent: a message that the broker sends to one who goes this way.
struct Sent {
  std::string_view subject;  // that it was published to
  std::string_view reply;
  std::string_view headers;

  // Delivered by a consumer, unlike its heartbeats.
  bool is_delivery() const { return reply.starts_with("$JS.ACK."); }
  bool is_heartbeat() const { return headers.starts_with("NATS/1.0 100"); }
};

// LossyWay: a way to the broker, on a port of its own, on which the broker's messages may get lost;
// nothing else is changed.
class LossyWay {
 public:
  // Called for each message, one at a time in each connection.
  using IsLost = std::function<bool(const Sent&)>;

  LossyWay(std::uint16_t broker_port, IsLost is_lost);
  ~LossyWay();
  LossyWay(const LossyWay&) = delete;
  LossyWay& operator=(const LossyWay&) = delete;

  std::string url() const { return "nats://127.0.0.1:" + std::to_string(port_); }
  // How often somebody said that to the broker.
  int said(std::string_view words) const;

 private:
  void accept_all();
  void carry_up(int client, int broker);
  void carry_down(int broker, int client) const;

  const std::uint16_t broker_port_;
  const IsLost is_lost_;
  int listener_ = -1;
  std::uint16_t port_ = 0;
  mutable std::mutex mutex_;
  std::string told_;  // all that went up
  std::vector<int> sockets_;
  std::vector<std::jthread> carriers_;
  std::jthread accepting_;
};

}  // namespace nats_test
