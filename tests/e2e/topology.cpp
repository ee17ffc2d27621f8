#include <tests/e2e/topology.hpp>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <map>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string_view>

#include <app/options.hpp>
#include <tests/support/nats_server.hpp>
#include <tests/support/postgres.hpp>
#include <tests/support/temp_folder.hpp>

namespace e2e {
namespace {

namespace fs = std::filesystem;

// Of a slow machine: what takes so long there is no failure.
constexpr int timeout_ms = 10'000;
constexpr std::array processes{"user-1", "user-2", "billing-1", "billing-2", "insight", "webhook"};

std::string topology() {
  const char* said = std::getenv("CLEAVE_TOPOLOGY");
  return said == nullptr ? "" : said;
}

// The rights at the broker, and the passwords for them; the same for all installations, each of
// which has a broker of its own.
class Rights {
 public:
  static const Rights& made() {
    static const Rights rights;
    return rights;
  }
  std::string password_file(const std::string& user) const { return passwords_.path() / user; }
  const std::string& config() const { return config_; }

 private:
  Rights() {
    const auto made = run_cleave({"nats", "config", "--passwords", passwords_.path()});
    if (made.exit != 0) throw std::runtime_error("cleave nats config: " + made.err);
    // Where it listens and stores is each broker's own.
    const auto accounts = made.out.find("system_account:");
    if (accounts == std::string::npos) throw std::runtime_error("no accounts in " + made.out);
    config_ = made.out.substr(accounts);
  }

  test::TempFolder passwords_;
  std::string config_;
};

// Installation: its databases, provisioned, and its broker.
class Installed {
 public:
  Installed()
      : database_(test::Postgres::fresh_schema()),
        broker_(is_split() ? Rights::made().config() : "", "10GB") {
    const auto done = run_cleave(
        {"migrate", "--admin-url", "user=postgres host=" + test::Postgres::running().host()}, "",
        on_database());
    if (done.exit != 0) throw std::runtime_error("cleave migrate: " + done.err);
  }

  std::string url() const {
    return "host=" + test::Postgres::running().host() + " dbname=" + database_of("{module}") +
           " user=" + database_ + "_{module}";
  }
  std::string database_of(const std::string& module) const {
    return is_split() ? database_ + '_' + module : database_;
  }
  std::vector<std::string> on_database() const {
    return {"CLEAVE_DATABASE_URL=" + url(),
            "CLEAVE_DATABASE_TIMEOUT_MS=" + std::to_string(timeout_ms)};
  }
  std::string broker() const { return "CLEAVE_NATS_URL=" + broker_.url(); }
  // As a process that runs that part alone.
  std::vector<std::string> at_broker(const std::string& part) const {
    return {"CLEAVE_SERVE_MODULES=" + part, broker(), "CLEAVE_NATS_USER=" + part,
            "CLEAVE_NATS_PASSWORD_FILE=" + Rights::made().password_file(part)};
  }

 private:
  std::string database_;
  test::NatsServer broker_;
};

// The one of that home; those whose homes are gone are gone too.
const Installed& installed_at(const fs::path& home) {
  static std::mutex mutex;
  static std::map<fs::path, std::unique_ptr<Installed>> all;
  const std::scoped_lock lock(mutex);
  std::erase_if(all, [](const auto& named) { return !fs::exists(named.first); });
  auto& one = all[home];
  if (!one) one = std::make_unique<Installed>();
  return *one;
}

const Installed& installed_with(const fs::path& data) { return installed_at(data.parent_path()); }

std::string module_of(std::string_view process) {
  return std::string{process.substr(0, process.find('-'))};
}

// What is for every process: the rest is about the address that is asked.
std::vector<std::string> for_all(const std::vector<std::string>& more) {
  std::vector<std::string> words;
  for (auto word = more.begin(); word != more.end(); ++word) {
    if (*word == "--test-clock") words.push_back(*word);
    if (*word == "--config") words.insert(words.end(), {*word, *(word + 1)});
  }
  return words;
}

}  // namespace

bool on_postgres() { return !topology().empty(); }
bool is_split() { return topology() == "split"; }

std::vector<std::string> environment_for(const std::vector<std::string>& words) {
  const auto flag = std::ranges::find(words, "--data");
  if (!on_postgres() || flag == words.end() || flag + 1 == words.end()) return {};
  const fs::path data = *(flag + 1);
  const auto& installed = installed_with(data);
  auto all = installed.on_database();
  if (!is_split()) {
    all.push_back(installed.broker());
    return all;
  }
  const auto process = std::ranges::find(processes, data.filename().string());
  if (process == processes.end()) return installed.at_broker("gateway");
  std::ranges::move(installed.at_broker(module_of(*process)), std::back_inserter(all));
  // The book of the simulated gateway is one, whoever asks.
  all.push_back("CLEAVE_BILLING_GATEWAY_FILE=" + (data.parent_path() / "gateway.db").string());
  return all;
}

std::vector<Program> processes_beside(const fs::path& home, const std::vector<std::string>& more) {
  std::vector<Program> programs;
  if (!is_split()) return programs;
  for (const auto* process : processes) {
    Program program{.words = {CLEAVE_BINARY, "serve", "--data", home / process, "--listen",
                              "127.0.0.1:0"},
                    .out = home / "out",
                    .err = home / "err"};
    std::ranges::move(for_all(more), std::back_inserter(program.words));
    programs.push_back(std::move(program));
  }
  return programs;
}

std::vector<fs::path> folders_of(const fs::path& home, const std::string& module) {
  if (!is_split()) return {home / "data"};
  std::vector<fs::path> folders;
  for (const auto* process : processes) {
    if (module_of(process) == module) folders.push_back(home / process);
  }
  return folders;
}

app::Databases databases_at(const fs::path& data) {
  app::Settings settings;
  settings.data_dir = data;
  settings.database_timeout_ms = timeout_ms;
  if (on_postgres()) settings.database_url = installed_with(data).url();
  return app::databases_of(settings);
}

sql::Location as_superuser(const fs::path& data, const std::string& module) {
  if (!on_postgres()) return sql::Sqlite{data / (module + ".db")};
  return sql::Postgresql{.conninfo = "user=postgres host=" + test::Postgres::running().host() +
                                     " dbname=" + installed_with(data).database_of(module),
                         .schema = module};
}

}  // namespace e2e
