#pragma once

#include <sys/types.h>

#include <chrono>
#include <filesystem>
#include <string>

#include <app/demo_installation.hpp>

namespace app::demo {

// Server: this very executable as `serve --test-clock` on a data folder, as a process of its own.
// It dies with this object, and with this process however that ends.
//   Errors  cli::Stop (internal) where it does not start, or does not end as it should; Interrupted
class Server : public Installation {
 public:
  // Nothing runs yet. The folder holds its output in server.log.
  explicit Server(std::filesystem::path data);
  ~Server() override;
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  // Nothing where it runs.
  void start() override;
  std::string kill(std::size_t turn) override;
  std::string kill_who_knows(const std::string& path) override;
  // The server is down meanwhile: nobody else may have the file open.
  void change_billing(const Change& change) override;
  // SIGTERM: it drains. Gone when this returns, and it must have said 0.
  std::string stop() override;

 private:
  void kill_now();
  int reap();
  void await_address();

  std::filesystem::path data_;
  pid_t pid_ = 0;  // 0: none runs
};

}  // namespace app::demo
