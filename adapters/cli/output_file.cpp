#include <adapters/cli/output_file.hpp>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <system_error>
#include <utility>

#include <adapters/cli/stop.hpp>

namespace cli {
namespace {

constexpr std::size_t buffer_bytes = 1U << 16U;

std::string folder_of(const std::string& path) {
  const auto slash = path.rfind('/');
  if (slash == std::string::npos) return ".";
  return slash == 0 ? "/" : path.substr(0, slash);
}

}  // namespace

OutputFile::OutputFile(std::string path, Readers readers)
    : path_(std::move(path)), temporary_(path_ + ".cleave-" + std::to_string(::getpid())) {
  // The rename would replace a folder's or a device's name by a file, which nobody means.
  struct stat found {};
  if (::stat(path_.c_str(), &found) == 0 && !S_ISREG(found.st_mode)) {
    throw Stop(ExitCode::file, path_ + " is no ordinary file");
  }
  const mode_t mode = readers == Readers::owner ? 0600 : 0666;
  file_ = ::open(temporary_.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, mode);
  if (file_ < 0) fail("cannot be made");
}

OutputFile::~OutputFile() {
  if (file_ >= 0) ::close(file_);
  if (!kept_) ::unlink(temporary_.c_str());
}

void OutputFile::fail(const std::string& what) const {
  throw Stop(ExitCode::file, path_ + " " + what + ": " + std::generic_category().message(errno));
}

void OutputFile::write(std::string_view bytes) {
  buffer_ += bytes;
  if (buffer_.size() >= buffer_bytes) flush();
}

void OutputFile::flush() {
  std::string_view left = buffer_;
  while (!left.empty()) {
    const ssize_t written = ::write(file_, left.data(), left.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) fail("cannot be written");
    left.remove_prefix(static_cast<std::size_t>(written));
  }
  buffer_.clear();
}

std::uint64_t OutputFile::lines_on_disk() {
  flush();
  std::array<char, buffer_bytes> chunk{};
  std::uint64_t lines = 0;
  off_t at = 0;
  for (;;) {
    const ssize_t got = ::pread(file_, chunk.data(), chunk.size(), at);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) fail("cannot be read back");
    if (got == 0) return lines;
    lines += static_cast<std::uint64_t>(std::count(chunk.begin(), chunk.begin() + got, '\n'));
    at += got;
  }
}

void OutputFile::keep() {
  flush();
  if (::fsync(file_) != 0) fail("cannot be synced");
  if (std::rename(temporary_.c_str(), path_.c_str()) != 0) fail("cannot be put in place");
  kept_ = true;
  const int folder = ::open(folder_of(path_).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder < 0) return;  // it may be written but not listed; the rename stands
  ::fsync(folder);
  ::close(folder);
}

}  // namespace cli
