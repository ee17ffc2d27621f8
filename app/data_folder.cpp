#include <app/data_folder.hpp>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <system_error>
#include <utility>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

namespace app {
namespace {

namespace fs = std::filesystem;

constexpr mode_t owner_alone = S_IRUSR | S_IWUSR;
constexpr std::size_t small_file_bytes_max = 4096;

std::string reason(int error) { return std::system_category().message(error); }

[[noreturn]] void refuse(const fs::path& path, const std::string& why) {
  throw DataFolderError(path.string() + ": " + why);
}

// Descriptor: closes itself.
class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor() {
    if (number_ >= 0) close(number_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int get() const { return number_; }
  int release() { return std::exchange(number_, -1); }

 private:
  int number_;
};

// A lock on the whole file. It belongs to the open file, not to the process, and unlike flock's it
// can be asked for without being taken, so that a glance never gets in the way of a start.
struct flock whole_file(short type) {
  struct flock lock {};
  lock.l_type = type;
  lock.l_whence = SEEK_SET;
  return lock;
}

bool is_held(int file) {
  auto lock = whole_file(F_WRLCK);
  return fcntl(file, F_OFD_GETLK, &lock) == 0 && lock.l_type != F_UNLCK;
}

std::string read_small(int file) {
  std::array<char, small_file_bytes_max> buffer;
  const auto count = pread(file, buffer.data(), buffer.size(), 0);
  return {buffer.data(), count > 0 ? static_cast<std::size_t>(count) : 0};
}

void write_whole(int file, std::string_view text, const fs::path& path) {
  while (!text.empty()) {
    const auto count = write(file, text.data(), text.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) refuse(path, "cannot be written: " + reason(errno));
    text.remove_prefix(static_cast<std::size_t>(count));
  }
}

// Whole or not at all, and durable, whatever happens in between.
void replace(const fs::path& path, std::string_view text) {
  const fs::path next = path.string() + ".new";
  unlink(next.c_str());
  {
    const Descriptor file(open(next.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, owner_alone));
    if (file.get() < 0) refuse(next, "cannot be created: " + reason(errno));
    write_whole(file.get(), text, next);
    if (fsync(file.get()) != 0) refuse(next, "cannot be written: " + reason(errno));
  }
  if (rename(next.c_str(), path.c_str()) != 0) refuse(path, "cannot be replaced: " + reason(errno));
  const Descriptor folder(open(path.parent_path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (folder.get() < 0 || fsync(folder.get()) != 0) {
    refuse(path, "cannot be made durable: " + reason(errno));
  }
}

int process_id(std::string_view text) {
  int pid = 0;
  std::from_chars(text.data(), text.data() + text.size(), pid);
  return pid;
}

// The address in server.json, if it is this process's.
std::string address_of(const fs::path& folder, int pid) {
  const Descriptor file(open((folder / "server.json").c_str(), O_RDONLY | O_CLOEXEC));
  if (file.get() < 0) return {};
  boost::system::error_code error;
  const auto server = boost::json::parse(read_small(file.get()), error);
  const auto* fields = error ? nullptr : server.if_object();
  if (fields == nullptr) return {};
  const auto* owner = fields->if_contains("pid");
  const auto* address = fields->if_contains("address");
  const bool fits = owner != nullptr && owner->is_int64() && owner->get_int64() == pid &&
                    address != nullptr && address->is_string();
  return fits ? std::string(address->get_string()) : std::string();
}

std::string holder(const FolderState& state) {
  std::string text = "is in use";
  if (state.pid != 0) text += " by process " + std::to_string(state.pid);
  if (!state.address.empty()) text += ", which serves at " + state.address;
  return text;
}

void create_folder(const fs::path& folder) {
  std::error_code error;
  const auto parent = folder.parent_path();
  if (!parent.empty()) fs::create_directories(parent, error);
  if (mkdir(folder.c_str(), S_IRWXU) == 0) return;
  const int failed = errno;
  const auto status = fs::status(folder, error);
  if (fs::is_directory(status)) return;
  if (fs::exists(status)) refuse(folder, "is not a folder; data.dir must name one");
  refuse(folder, "the data folder cannot be created: " + reason(failed));
}

// "data/" and "data" are the same folder, and only the latter has a parent to create.
fs::path without_slash(fs::path folder) {
  return folder.has_filename() || !folder.has_relative_path() ? folder : folder.parent_path();
}

}  // namespace

FolderState probe(const fs::path& folder) {
  FolderState state;
  std::error_code error;
  const auto status = fs::status(folder, error);
  if (!fs::exists(status)) {
    if (status.type() == fs::file_type::none) refuse(folder, "cannot be seen: " + error.message());
    return state;
  }
  if (!fs::is_directory(status)) refuse(folder, "is not a folder; data.dir must name one");
  state.exists = true;
  const Descriptor lock(open((folder / "LOCK").c_str(), O_RDWR | O_CLOEXEC));
  if (lock.get() < 0) {
    if (errno != ENOENT) refuse(folder / "LOCK", "cannot be opened: " + reason(errno));
    return state;
  }
  if (!is_held(lock.get())) return state;
  state.held = true;
  state.pid = process_id(read_small(lock.get()));
  state.address = address_of(folder, state.pid);
  return state;
}

std::optional<std::string> read_cli_key(const fs::path& folder) {
  const auto path = folder / "cli.key";
  const Descriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.get() < 0 && errno == ENOENT) return std::nullopt;
  if (file.get() < 0) refuse(path, "cannot be read: " + reason(errno));
  struct stat status {};
  if (fstat(file.get(), &status) != 0 || (status.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
    refuse(path, "others than its owner can read it; chmod 600 it and revoke that key");
  }
  std::string token = read_small(file.get());
  while (!token.empty() && token.back() == '\n') token.pop_back();
  if (token.empty()) return std::nullopt;
  return token;
}

DataFolder::DataFolder(fs::path folder, FolderUse use)
    : folder_(without_slash(std::move(folder))) {
  create_folder(folder_);
  if (use == FolderUse::whole && fs::exists(folder_ / unfinished_marker)) {
    refuse(folder_, "was not restored to its end: repeat the `cleave restore` that began it");
  }
  const auto path = folder_ / "LOCK";
  Descriptor file(open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, owner_alone));
  if (file.get() < 0) refuse(path, "cannot be opened: " + reason(errno));
  auto lock = whole_file(F_WRLCK);
  if (fcntl(file.get(), F_OFD_SETLK, &lock) != 0) {
    if (errno != EAGAIN && errno != EACCES) refuse(path, "cannot be locked: " + reason(errno));
    throw DataFolderInUse(folder_.string() + ": " + holder(probe(folder_)));
  }
  withdraw();  // what a server that was killed left behind
  if (ftruncate(file.get(), 0) != 0) refuse(path, "cannot be written: " + reason(errno));
  write_whole(file.get(), std::to_string(getpid()) + '\n', path);
  lock_ = file.release();
}

DataFolder::~DataFolder() {
  withdraw();
  close(lock_);
}

void DataFolder::announce(std::string_view address) {
  const boost::json::value server{{"pid", getpid()}, {"address", address}};
  replace(folder_ / "server.json", boost::json::serialize(server) + '\n');
}

void DataFolder::withdraw() noexcept { unlink((folder_ / "server.json").c_str()); }

void DataFolder::write_cli_key(std::string_view token) {
  replace(folder_ / "cli.key", std::string(token) + '\n');
}

}  // namespace app
