#include <tests/e2e/topology.hpp>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <mutex>
#include <stdexcept>

#include <app/options.hpp>
#include <tests/e2e/child.hpp>
#include <tests/support/postgres.hpp>

namespace e2e {
namespace {

// Of a slow machine: what takes so long there is no failure.
constexpr int timeout_ms = 10'000;

std::string url_of(const std::string& database) {
  return "host=" + test::Postgres::running().host() + " dbname=" + database + " user=" + database +
         "_{module}";
}

std::vector<std::string> environment_of(const std::string& database) {
  return {"CLEAVE_DATABASE_URL=" + url_of(database),
          "CLEAVE_DATABASE_TIMEOUT_MS=" + std::to_string(timeout_ms)};
}

void provision(const std::string& database) {
  const auto done = run_cleave(
      {"migrate", "--admin-url", "user=postgres host=" + test::Postgres::running().host()}, "",
      environment_of(database));
  if (done.exit != 0) throw std::runtime_error("cleave migrate: " + done.err);
}

// The database of an installation, provisioned.
std::string database_of(const std::filesystem::path& data) {
  static std::mutex mutex;
  static std::map<std::filesystem::path, std::string> databases;
  const std::scoped_lock lock(mutex);
  auto& database = databases[data];
  if (database.empty()) {
    database = test::Postgres::fresh_schema();
    provision(database);
  }
  return database;
}

}  // namespace

bool on_postgres() {
  const char* topology = std::getenv("CLEAVE_TOPOLOGY");
  return topology != nullptr && std::string{topology} == "postgres";
}

std::vector<std::string> environment_for(const std::vector<std::string>& words) {
  const auto flag = std::ranges::find(words, "--data");
  if (!on_postgres() || flag == words.end() || flag + 1 == words.end()) return {};
  return environment_of(database_of(*(flag + 1)));
}

app::Databases databases_at(const std::filesystem::path& data) {
  app::Settings settings;
  settings.data_dir = data;
  settings.database_timeout_ms = timeout_ms;
  if (on_postgres()) settings.database_url = url_of(database_of(data));
  return app::databases_of(settings);
}

sql::Location as_superuser(const std::filesystem::path& data, const std::string& module) {
  if (!on_postgres()) return sql::Sqlite{data / (module + ".db")};
  return sql::Postgresql{.conninfo = "user=postgres host=" + test::Postgres::running().host() +
                                     " dbname=" + database_of(data),
                         .schema = module};
}

}  // namespace e2e
