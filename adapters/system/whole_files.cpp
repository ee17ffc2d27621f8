#include <adapters/system/whole_files.hpp>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <string>
#include <system_error>
#include <vector>

#include <adapters/system/sodium.hpp>
#include <sodium.h>

namespace os {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t slice_bytes = 1024 * 1024;

[[noreturn]] void fail(const fs::path& path) {
  throw std::system_error(errno, std::generic_category(), path.string());
}

class OpenFile {
 public:
  OpenFile(const fs::path& path, int flags)
      : path_(path), number_(::open(path.c_str(), flags | O_CLOEXEC, S_IRUSR | S_IWUSR)) {
    if (number_ < 0) fail(path);
  }
  ~OpenFile() { ::close(number_); }
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;

  std::string_view read(std::vector<char>& into) {
    while (true) {
      const auto count = ::read(number_, into.data(), into.size());
      if (count >= 0) return {into.data(), static_cast<std::size_t>(count)};
      if (errno != EINTR) fail(path_);
    }
  }
  void write(std::string_view bytes) {
    while (!bytes.empty()) {
      const auto count = ::write(number_, bytes.data(), bytes.size());
      if (count < 0 && errno == EINTR) continue;
      if (count < 0) fail(path_);
      bytes.remove_prefix(static_cast<std::size_t>(count));
    }
  }
  void sync() {
    if (::fsync(number_) != 0) fail(path_);
  }

 private:
  fs::path path_;
  int number_;
};

template <class Take>
FileSum read_through(const fs::path& path, const FileTold& told, Take take) {
  start_sodium();
  OpenFile file{path, O_RDONLY};
  std::vector<char> buffer(slice_bytes);
  crypto_generichash_state state;
  crypto_generichash_init(&state, nullptr, 0, sizeof(sync::Hash256::bytes));
  FileSum sum;
  for (auto slice = file.read(buffer); !slice.empty(); slice = file.read(buffer)) {
    crypto_generichash_update(&state, reinterpret_cast<const unsigned char*>(slice.data()),
                              slice.size());
    take(slice);
    sum.bytes += slice.size();
    if (told) told(sum.bytes);
  }
  crypto_generichash_final(&state, sum.hash.bytes.data(), sum.hash.bytes.size());
  return sum;
}

}  // namespace

void make_folder(const fs::path& folder) {
  if (::mkdir(folder.c_str(), S_IRWXU) != 0) fail(folder);
}

void sync_folder(const fs::path& folder) { OpenFile{folder, O_RDONLY | O_DIRECTORY}.sync(); }

void write_new_file(const fs::path& path, std::string_view bytes) {
  OpenFile file{path, O_WRONLY | O_CREAT | O_EXCL};
  file.write(bytes);
  file.sync();
}

FileSum sum_of_file(const fs::path& path, const FileTold& told) {
  return read_through(path, told, [](std::string_view) {});
}

FileSum copy_new_file(const fs::path& from, const fs::path& to, const FileTold& told) {
  OpenFile file{to, O_WRONLY | O_CREAT | O_EXCL};
  const auto sum = read_through(from, told, [&](std::string_view slice) { file.write(slice); });
  file.sync();
  return sum;
}

}  // namespace os
