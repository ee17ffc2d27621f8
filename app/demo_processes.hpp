#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include <sys/types.h>

#include <app/demo_installation.hpp>

namespace app::demo {

// Processes: an installation that somebody else runs, and whose processes are started again when
// they end: deploy/split does.
//   Shape   a folder with
//           NAME/       the data folder of each process: gateway, user-1, ... or of one alone
//           broker.pid  the process id of nats-server
//           postgres/   PostgreSQL's socket; databases cleave_MODULE, and a superuser `postgres`
class Processes : public Installation {
 public:
  // Throws cli::Stop (file) where no process of cleave's has its data folder there.
  explicit Processes(std::filesystem::path folder);

  // Waits until whoever was killed is there again, and all modules answer where callers ask.
  void start() override;
  // By turns one of user, one of billing, and nats-server; of one process alone this, and that.
  std::string kill(std::size_t turn) override;
  std::string kill_who_knows(const std::string& path) override;
  // While everything serves.
  void change_billing(const Change& change) override;
  // It goes on: it was there before.
  std::string stop() override;

 private:
  pid_t pid_of(const std::string& name) const;  // 0: it does not run (yet)
  // Some process, and none that was killed.
  bool runs(const std::string& name) const;
  bool answers() const;
  std::string kill_named(const std::string& name);
  void describe();

  std::filesystem::path folder_;
  std::vector<std::string> names_;        // of cleave's processes, in order
  std::string front_;                     // that callers ask
  std::map<std::string, pid_t> killed_;   // the last of each name
};

}  // namespace app::demo
