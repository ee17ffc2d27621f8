#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <utility>

#include <sys/types.h>

#include <tests/support/temp_folder.hpp>

namespace test {

// NatsServer: a nats-server of the test's own, with JetStream: own store, a free port of the
// loopback, gone with the test.
class NatsServer {
 public:
  // `config` is added to what stands in its configuration file; it may hold secrets and TLS.
  explicit NatsServer(std::string config = {}, std::string max_file_store = "1GB");
  // With a whole configuration of the test's own, for the port and the store that it is given.
  using Configure = std::function<std::string(std::uint16_t port, const std::string& store)>;
  explicit NatsServer(Configure configure);
  ~NatsServer();
  NatsServer(const NatsServer&) = delete;
  NatsServer& operator=(const NatsServer&) = delete;

  std::uint16_t port() const { return port_; }
  std::string url() const { return "nats://127.0.0.1:" + std::to_string(port_); }
  std::string log() const;  // what the server said so far

  void set_max_file_store(std::string size) { max_file_store_ = std::move(size); }  // at its start

  void start();     // on the same port with the same store; returns when it listens
  void stop();      // orderly
  void kill();      // SIGKILL
  void freeze();    // SIGSTOP ...
  void thaw();      // ... until SIGCONT
  void wipe();      // removes the store of a stopped server
  void restart() {  // in order
    stop();
    start();
  }

 private:
  void start_somewhere();
  void write_config(const std::string& file) const;
  void end(int signal);
  bool listens() const;

  TempFolder folder_;
  std::string config_;
  std::string max_file_store_;
  Configure configure_;
  std::uint16_t port_ = 0;
  pid_t server_ = 0;
};

}  // namespace test
