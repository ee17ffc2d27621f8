#pragma once

#include <atomic>
#include <cstdint>
#include <string>
#include <thread>
#include <vector>

namespace cli_tests {

// Peer: a server that says what it is told, whatever is asked: one script per connection, in turn.
//   Shape   a script's lines are answers, one for each request; "close" closes, "silence" never
//           answers; connections beyond the scripts are closed at once
class Peer {
 public:
  explicit Peer(std::vector<std::vector<std::string>> scripts);
  ~Peer();
  Peer(const Peer&) = delete;
  Peer& operator=(const Peer&) = delete;

  std::uint16_t port() const { return port_; }
  int connections() const { return connections_; }
  int requests() const { return requests_; }
  const std::vector<std::string>& heads() const { return heads_; }  // when nothing is asked

 private:
  void serve();
  void play(int connection, const std::vector<std::string>& script);
  bool read_request(int connection);

  std::vector<std::vector<std::string>> scripts_;
  std::vector<std::string> heads_;
  int listener_ = -1;
  std::uint16_t port_ = 0;
  std::atomic<int> connections_ = 0;
  std::atomic<int> requests_ = 0;
  std::atomic<bool> ending_ = false;
  std::thread thread_;
};

std::string answer_of(const std::string& body, const std::string& headers = {});

}  // namespace cli_tests
