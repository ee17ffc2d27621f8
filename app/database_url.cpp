#include <app/database_url.hpp>

#include <algorithm>
#include <array>

#include <app/modules.hpp>

namespace app {
namespace {

constexpr std::string_view place_of_module = "{module}";

// What this program says itself, by database.timeout_ms, and what would name a place elsewhere.
constexpr std::array<std::string_view, 8> not_ours_to_say{
    "service",         "connect_timeout",     "tcp_user_timeout", "keepalives",
    "keepalives_idle", "keepalives_interval", "keepalives_count", "client_encoding"};

}  // namespace

std::string with_module(std::string text, std::string_view module) {
  for (auto at = text.find(place_of_module); at != std::string::npos;
       at = text.find(place_of_module, at + module.size())) {
    text.replace(at, place_of_module.size(), module);
  }
  return text;
}

sql::Conninfo conninfo_for(std::string_view module, std::string url) {
  return sql::Conninfo::parse(with_module(std::move(url), module)).value();
}

std::optional<std::string> wrong_database_url(const std::string& url, bool insecure) {
  if (!sql::Conninfo::parse(url)) {
    return "expected a URL, postgresql://USER@HOST/DATABASE, or words, host=HOST dbname=DATABASE "
           "user=USER, as libpq takes them";
  }
  const auto info = conninfo_for("module", url);
  for (const auto* secret : {"password", "sslpassword"}) {
    if (!info.value(secret).empty()) {
      return std::string{secret} + " may not stand here, where many can read it; put the password "
                                   "into a file of mode 0600 and say passfile=FILE";
    }
  }
  for (const auto& keyword : info.keywords()) {
    if (std::ranges::find(not_ours_to_say, keyword) != not_ours_to_say.end()) {
      return keyword + " may not be said here; leave it out (database.timeout_ms sets time-outs)";
    }
    if (info.value(keyword).find_first_of("{}") != std::string::npos) {
      return keyword + " has braces that are not {module}";
    }
  }
  if (info.value("host").empty()) return "host is missing: a name, or the folder of a socket";
  if (info.stays_here() || insecure || info.value("sslmode") == "verify-full") return std::nullopt;
  return "this host is another machine, and sslmode=verify-full is missing, which proves that it "
         "is the right one; say that and sslrootcert=FILE, or set database.insecure = true";
}

// The writer of each module, its watch and its reading threads, one reader for each follower of its
// log, one for the check of the log at the start, and one for each process that works on its own
// account.
std::int64_t connections_max(const Settings& settings) {
  const auto modules = static_cast<std::int64_t>(module_kinds().size());
  constexpr std::int64_t small_readers = 2;
  constexpr std::int64_t processes = 3;
  constexpr std::int64_t log_check = 1;
  const auto followers = static_cast<std::int64_t>(who_follows_whom().size());
  const auto readers = 2 * settings.read_threads + small_readers + followers;
  return 2 * modules + readers + processes + log_check;
}

}  // namespace app
