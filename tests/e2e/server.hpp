#pragma once

#include <csignal>
#include <filesystem>
#include <list>
#include <string>
#include <vector>

#include <tests/e2e/child.hpp>
#include <tests/e2e/client.hpp>

namespace e2e {

// Server: a `cleave serve` of its own process, on any free port, over <home>/data, and those beside
// it where it is split (topology.hpp). What they say is added to <home>/out and <home>/err. They
// end with this object.
//   Errors  throws std::runtime_error, with what the process said, where it does not come up
class Server {
 public:
  // What `serve` is told beside --data; without a --listen, it listens on any free port.
  explicit Server(const std::filesystem::path& home, const std::vector<std::string>& more = {});

  const std::string& url() const { return url_; }
  const std::string& key() const { return key_; }  // of this machine's own CLI
  // With the key of this machine's own CLI, which may do everything.
  Client admin() const { return Client{url_, key_}; }
  Client with_key(const std::string& key) const { return Client{url_, key}; }

  pid_t pid() const { return child_.pid(); }
  void terminate() { child_.signal(SIGTERM); }
  void kill();
  // The exit code, of those beside it the first that is not 0; fails loudly where one does not end.
  // They are asked to end once it has.
  int wait();
  int stop() { return terminate(), wait(); }

 private:
  void wait_until_ready(const std::filesystem::path& home);

  bool have_their_keys(const std::filesystem::path& home);
  bool is_up(const std::filesystem::path& home);

  std::list<Child> beside_;
  Child child_;
  std::string url_;
  std::string key_;
};

// How `serve` is run on a home, without running it.
Program serve_program(const std::filesystem::path& home, const std::vector<std::string>& more = {});

}  // namespace e2e
