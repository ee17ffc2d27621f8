#include <app/doctor_folder.hpp>

#include <sys/stat.h>
#include <unistd.h>

#include <string>

#include <adapters/system/system_clock.hpp>
#include <app/data_folder.hpp>

namespace app {
namespace {

namespace fs = std::filesystem;

constexpr std::uintmax_t room_bytes_min = 1024ULL * 1024 * 1024;
constexpr shared::Instant oldest_sane_clock = shared::from_unix_ms(1'767'225'600'000);  // 2026

// The folder's own mode keeps others out of the databases, whose modes are SQLite's to give.
void check_rights(const fs::path& folder, Findings& findings) {
  struct stat status {};
  if (::stat(folder.c_str(), &status) != 0) {
    return findings.fail("data folder", folder.string() + " cannot be seen", "look at the disk");
  }
  if ((status.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
    return findings.warn("data folder", folder.string() + " is open to others than its owner",
                         "chmod 700 " + folder.string());
  }
  for (const auto& file : fs::directory_iterator{folder}) {
    if (!file.path().filename().string().ends_with(".db")) continue;
    if (::access(file.path().c_str(), R_OK | W_OK) == 0) continue;
    return findings.fail("data folder", file.path().string() + " may not be written by this user",
                         "work as the user that the server runs as, or give the file to it");
  }
  findings.good("data folder", folder.string());
}

void check_room(const fs::path& folder, Findings& findings) {
  std::error_code failure;
  const auto room = fs::space(folder, failure);
  if (failure) return findings.warn("disk room", failure.message(), "look at the disk");
  const auto megabytes = std::to_string(room.available / (1024 * 1024)) + " MiB free";
  if (room.available >= room_bytes_min) return findings.good("disk room", megabytes);
  findings.warn("disk room", megabytes,
                "make room: writes are refused with 503 storage_full once there is none");
}

void check_clock(Findings& findings) {
  const auto now = os::SystemClock{}.now();
  if (now >= oldest_sane_clock) return findings.good("clock", shared::to_rfc3339(now));
  findings.fail("clock", shared::to_rfc3339(now), "set the clock: it stands in the past");
}

void check_cli_key(const fs::path& folder, Findings& findings) {
  try {
    if (read_cli_key(folder)) return findings.good("cli.key", "readable by its owner alone");
    findings.warn("cli.key", "missing", "start the server once: it makes one");
  } catch (const DataFolderError& error) {
    findings.fail("cli.key", error.what(), "chmod 600 " + (folder / "cli.key").string());
  }
}

// A group of their own may read keys and passwords; everybody may not.
void check_secret(const char* key, const std::string& path, Findings& findings) {
  struct stat status {};
  if (path.empty() || ::stat(path.c_str(), &status) != 0) return;
  if ((status.st_mode & S_IRWXO) == 0) return;
  findings.fail(key, path + " can be read by everybody on this machine",
                "chmod 600 " + path + ", and replace what is in it");
}

}  // namespace

void examine_folder(const fs::path& folder, const Settings& settings, Findings& findings) {
  check_rights(folder, findings);
  check_room(folder, findings);
  check_clock(findings);
  check_cli_key(folder, findings);
  check_secret("http.tls_key", settings.http_tls_key, findings);
  check_secret("nats.password_file", settings.nats_password_file, findings);
  check_secret("nats.key_file", settings.nats_key_file, findings);
}

}  // namespace app
