#pragma once

#include <filesystem>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

// The data folder: a process's databases, and the few files beside them.
//   Shape   LOCK         held by the process that owns the folder, with its process id inside
//           server.json  {"pid":123,"address":"http://127.0.0.1:8420"}, while a server listens
//           cli.key      the key of this machine's own CLI; readable by the owner alone
namespace app {

// DataFolderError: why the folder cannot be used; one line for a person.
struct DataFolderError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// Another process holds the folder.
struct DataFolderInUse : DataFolderError {
  using DataFolderError::DataFolderError;
};

// FolderState: who has the folder, as seen from outside, without touching it.
struct FolderState {
  bool exists = false;
  bool held = false;
  int pid = 0;          // of the holder; 0 where it is not known (yet)
  std::string address;  // of its server; empty where it does not listen (yet)
};

// Throws DataFolderError where the folder cannot be looked into.
FolderState probe(const std::filesystem::path& folder);

// The key that a server left for this machine's CLI; nothing where there is none. Throws
// DataFolderError where others than the owner could read it, or nobody may.
std::optional<std::string> read_cli_key(const std::filesystem::path& folder);

// The file that says of a folder that a restore has not finished it.
inline constexpr const char* unfinished_marker = "RESTORING";

enum class FolderUse { whole, unfinished };

// DataFolder: the folder, held by this process until it is destroyed or dies; the system gives the
// lock back in any case.
class DataFolder {
 public:
  // Creates the folder (for its owner alone) where it is missing. One that a restore has not
  // finished is refused, but for who finishes it. Throws DataFolderInUse, DataFolderError.
  explicit DataFolder(std::filesystem::path folder, FolderUse use = FolderUse::whole);
  ~DataFolder();

  DataFolder(const DataFolder&) = delete;
  DataFolder& operator=(const DataFolder&) = delete;

  const std::filesystem::path& path() const { return folder_; }

  // A server listens, or stops to. `address` is a URL.
  void announce(std::string_view address);
  void withdraw() noexcept;
  // Durable when it returns.
  void write_cli_key(std::string_view token);

 private:
  std::filesystem::path folder_;
  int lock_ = -1;
};

}  // namespace app
