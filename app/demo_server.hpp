#pragma once

#include <sys/types.h>

#include <chrono>
#include <filesystem>
#include <string>

namespace app::demo {

// Server: this very executable as `serve --test-clock` on a data folder, as a process of its own.
// It dies with this object, and with this process however that ends.
//   Errors  cli::Stop (internal) where it does not start, or does not end as it should; Interrupted
class Server {
 public:
  // Nothing runs yet. The folder holds its output in server.log.
  explicit Server(std::filesystem::path data) : data_(std::move(data)) {}
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  // Returns once it answers.
  void start();
  // SIGKILL: whatever it is doing, it does no more of it. Gone when this returns.
  void kill();
  // SIGTERM: it drains. Gone when this returns, and it must have said 0.
  void stop();

  pid_t pid() const { return pid_; }
  const std::string& url() const { return url_; }
  // That of this machine's CLI.
  const std::string& key() const { return key_; }
  std::filesystem::path output() const { return data_ / "server.log"; }

 private:
  int reap();
  void await_address();

  std::filesystem::path data_;
  pid_t pid_ = 0;  // 0: none runs
  std::string url_;
  std::string key_;
};

}  // namespace app::demo
