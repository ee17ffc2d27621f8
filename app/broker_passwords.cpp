#include <app/broker_passwords.hpp>

#include <cerrno>
#include <fstream>
#include <system_error>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <adapters/nats/bcrypt.hpp>
#include <adapters/system/token.hpp>
#include <app/config.hpp>

namespace app {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t password_bytes_min = 20;

[[noreturn]] void refuse(const fs::path& file, const std::string& why) {
  throw ConfigError(file.string() + ' ' + why);
}

[[noreturn]] void refuse_errno(const fs::path& file, const std::string& what) {
  refuse(file, what + ": " + std::system_category().message(errno));
}

std::string read(const fs::path& file) {
  struct stat status {};
  if (::stat(file.c_str(), &status) != 0) refuse_errno(file, "cannot be read");
  if ((status.st_mode & S_IRWXO) != 0) {
    refuse(file, "is open to every user of this machine; chmod o= it");
  }
  std::ifstream in(file);
  std::string password;
  if (!std::getline(in, password)) refuse(file, "cannot be read, or is empty");
  if (password.ends_with('\r')) password.pop_back();
  if (password.size() < password_bytes_min || password.size() > nats::bcrypt_bytes_max) {
    refuse(file, "holds a password of " + std::to_string(password.size()) +
                     " bytes; expected 20 to 72: remove the file, and a good one is drawn");
  }
  return password;
}

}  // namespace

BrokerPasswords::BrokerPasswords(fs::path folder) : folder_(std::move(folder)) {
  if (::mkdir(folder_.c_str(), S_IRWXU) != 0 && errno != EEXIST) {
    refuse_errno(folder_, "cannot be made");
  }
}

std::string BrokerPasswords::of(const std::string& user) {
  const auto file = folder_ / user;
  return fs::exists(fs::symlink_status(file)) ? read(file) : draw(file);
}

std::string BrokerPasswords::draw(const fs::path& file) {
  const auto password = os::draw_token();
  const auto line = password + '\n';
  const int made = ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (made < 0) refuse_errno(file, "cannot be made");
  const bool whole = ::write(made, line.data(), line.size()) == static_cast<ssize_t>(line.size()) &&
                     ::fsync(made) == 0;
  const auto why = errno;
  ::close(made);
  if (!whole) {
    ::unlink(file.c_str());
    errno = why;
    refuse_errno(file, "cannot be written");
  }
  made_.push_back(file.string());
  return password;
}

}  // namespace app
