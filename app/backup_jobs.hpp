#pragma once

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include <boost/describe.hpp>

#include <adapters/http/route.hpp>
#include <app/core.hpp>
#include <shared/domain/result.hpp>

namespace app {

// BackupState: one backup that a server was asked for.
struct BackupState {
  std::string name;
  std::string status = "running";  // running, done, failed
  std::string folder;
  std::uint64_t bytes = 0;  // written so far
  std::uint64_t bytes_total = 0;
  std::int64_t paused_us = 0;  // how long no module could write
  std::string failure;         // a code and a sentence; else empty
};
BOOST_DESCRIBE_STRUCT(BackupState, (),
                      (name, status, folder, bytes, bytes_total, paused_us, failure))

// BackupJobs: the backups of a server whose modules' databases are files, which nobody else may
// open. All lanes rest for the instant in which a moment of each database is taken, 2 s at most;
// then they go on, and the moments are copied. One backup at a time, each in a folder of its own
// below the one that is configured: who asks says its name, and no path. Any thread.
class BackupJobs {
 public:
  BackupJobs(Core& core, Databases databases, std::filesystem::path among);
  ~BackupJobs() { stop(); }

  // Errors: backup.bad_name, backup.under_way, backup.exists
  shared::Result<BackupState> begin(const std::string& name);
  // The one that runs, or ran last.
  std::optional<BackupState> find(const std::string& name) const;
  // Gives up what runs. May be said twice.
  void stop();

 private:
  class Rest;

  void run(const std::string& name);
  void back_up(const std::string& name);
  void set(const std::function<void(BackupState&)>& change);

  Core& core_;
  const Databases databases_;
  const std::filesystem::path among_;
  mutable std::mutex mutex_;
  std::optional<BackupState> last_;
  std::atomic<bool> stopping_ = false;
  std::thread thread_;
};

// Of a process whose modules' databases are files; else null: PostgreSQL's are backed up from
// outside.
std::unique_ptr<BackupJobs> backups_of(const Settings& settings, Core& core);

// How a server is asked for them, by keys of scope admin. None where `jobs` is null.
http::RouteTable backup_routes(BackupJobs* jobs);

}  // namespace app
