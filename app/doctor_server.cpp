#include <app/doctor_server.hpp>

#include <cstdlib>
#include <string>

#include <boost/json.hpp>

#include <adapters/sql/query.hpp>
#include <adapters/sql/sync/store_checks.hpp>
#include <adapters/system/system_clock.hpp>
#include <app/database_url.hpp>

namespace app {
namespace {

constexpr std::int64_t clock_ms_max = 5'000;

void add_reported(const boost::json::object& follower, Findings& findings) {
  const auto text = [&](const char* name) { return std::string{follower.at(name).as_string()}; };
  const auto number = [&](const char* name) { return follower.at(name).to_number<std::int64_t>(); };
  const auto name = text("follower");
  if (text("state") == "stopped") {
    return findings.fail(name, "stopped: " + text("stopped"),
                         "put back copies of all databases from one moment, then start the server");
  }
  if (number("differs_at") != 0) {
    return findings.fail(
        name,
        "its copy differs from the source since offset " + std::to_string(number("differs_at")),
        "see which keys: cleave sync verify --deep --follower " + name);
  }
  if (text("state") == "waiting") {
    return findings.warn(name, "waits: " + text("waiting"), "cleave sync status");
  }
  if (number("parked_keys") != 0) {
    return findings.warn(name, std::to_string(number("parked_keys")) + " keys are parked",
                         "cleave sync parked list");
  }
  findings.good(name, std::to_string(number("lag_events")) + " events behind");
}

}  // namespace

void examine_running(const Ask& ask, Findings& findings) {
  try {
    http::Request request;
    request.method = "GET";
    request.path = "/v1/sync";
    const auto status = boost::json::parse(ask(std::move(request)).body);
    for (const auto& follower : status.at("followers").as_array()) {
      add_reported(follower.as_object(), findings);
    }
  } catch (const std::exception& error) {
    findings.warn("followers", std::string{"the server does not say: "} + error.what(),
                  "cleave sync status");
  }
}

void examine_postgresql(const Settings& settings, const sql::Location& at, Findings& findings) {
  const auto needed = connections_max(settings);
  sql::Session session{at, sql::Access::reader};
  sql::Query allowed{session, "SELECT current_setting('max_connections')::bigint", "", "n"};
  allowed.one();
  const auto found = "at most " + std::to_string(needed) + " of this process, the server takes " +
                     std::to_string(allowed.number(0)) + " in all";
  if (needed < allowed.number(0)) {
    findings.good("connections", found);
  } else {
    findings.fail("connections", found, "raise max_connections in postgresql.conf");
  }
  os::SystemClock clock;
  const auto ahead = sql::clock_ahead_ms(session, shared::to_unix_ms(clock.now()));
  if (std::abs(ahead) <= clock_ms_max) return;
  findings.warn("PostgreSQL clock",
                std::to_string(std::abs(ahead)) + " ms " + (ahead > 0 ? "ahead of" : "behind") +
                    " this machine's",
                "let both machines ask the same time server");
}

void examine_role(ExaminedStore& store, bool insecure_is_said, Findings& findings) {
  findings.none_of(store.module + " rights", sql::rights_too_many(store.session),
                   "log and ledger cannot be changed by this role, nor reached by everybody",
                   "cleave migrate --admin-url ... takes back what was granted by hand");
  if (insecure_is_said || !sql::on_the_wire_in_clear(store.session)) return;
  findings.fail(store.module + " connection", "goes to another machine without encryption",
                "say sslmode=verify-full sslrootcert=FILE in database.url");
}

}  // namespace app
