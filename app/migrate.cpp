#include <app/migrate.hpp>

#include <sys/stat.h>

#include <fstream>
#include <iostream>

#include <adapters/sql/migrations.hpp>
#include <adapters/sql/provisioner.hpp>
#include <adapters/system/system_clock.hpp>
#include <app/data_folder.hpp>
#include <app/database_url.hpp>
#include <app/options.hpp>

namespace app {
namespace {

// Where a role's password is read: from files that nobody else may read, or once from the standard
// input ("-").
class Passwords {
 public:
  explicit Passwords(std::optional<std::string> from) : from_(std::move(from)) {}

  std::string of(const std::string& module) {
    if (!from_) return {};
    if (*from_ != "-") return of_file(with_module(*from_, module));
    if (typed_.empty()) typed_ = one_line(std::cin, "the standard input");
    return typed_;
  }

 private:
  static std::string one_line(std::istream& in, const std::string& where) {
    std::string line;
    if (!std::getline(in, line) || line.empty()) {
      throw ConfigError("--password-file: " + where + " holds no password");
    }
    return line;
  }
  static std::string of_file(const std::string& path) {
    struct stat found {};
    std::ifstream file(path);
    if (!file || ::stat(path.c_str(), &found) != 0) {
      throw ConfigError("--password-file: " + path + " cannot be read");
    }
    if ((found.st_mode & 077) != 0) {
      throw ConfigError("--password-file: others may read " + path + ": chmod 600 it");
    }
    return one_line(file, path);
  }

  std::optional<std::string> from_;
  std::string typed_;
};

sql::Provision provision_of(const Settings& settings, const std::string& module,
                            Passwords& passwords) {
  const auto service = conninfo_for(module, settings.database_url);
  for (const auto* needed : {"dbname", "user"}) {
    if (service.value(needed).empty()) {
      throw ConfigError(std::string{"database.url: "} + needed +
                        " is missing, so that it is not known what to provision");
    }
  }
  return {.admin = conninfo_for(module, settings.database_admin_url),
          .database = service.value("dbname"),
          .schema = module,
          .login = service.value("user"),
          .password = passwords.of(module)};
}

void add(std::vector<cli::Migration>& to, const std::string& module,
         const std::vector<sql::MigrationState>& states) {
  for (const auto& state : states) {
    const auto shown =
        state.module == module ? state.module : module + " (" + state.module + ")";
    to.push_back({shown, state.version, std::string{state.name}, !state.applied});
  }
}

// All of a module's migrations, none of them applied.
std::vector<sql::MigrationState> all_missing(const std::string& module) {
  std::vector<sql::MigrationState> states;
  for (const auto& of : {std::string{"sync"}, module}) {
    for (const auto& one : sql::migrations_of(of)) states.push_back({of, one.version, one.name});
  }
  return states;
}

// What was missing.
std::vector<sql::MigrationState> bring_up_to_date(const std::string& module,
                                                  const sql::Location& at, bool dry_run) {
  os::SystemClock clock;
  sql::Session writer{at, sql::Access::writer};
  sql::Migrator migrator{writer};
  auto before = migrator.states(module);
  if (!dry_run) migrator.bring_up_to_date(module, clock.now());
  return before;
}

void provision(const sql::Provision& wanted, const std::string& module, bool dry_run,
               cli::Migrated& done) {
  sql::Provisioner provisioner{wanted};
  for (auto& sql : provisioner.statements()) done.provisioning.push_back({module, std::move(sql)});
  if (dry_run) {
    add(done.migrations, module,
        provisioner.stands() ? bring_up_to_date(module, provisioner.as_owner(), true)
                             : all_missing(module));
    return;
  }
  provisioner.apply();
  add(done.migrations, module, bring_up_to_date(module, provisioner.as_owner(), false));
  provisioner.grant_tables();
}

}  // namespace

cli::Migrated migrate(const Config& config, const cli::MigrateOptions& options) {
  const auto& settings = config.settings();
  cli::Migrated done;
  if (settings.database_admin_url.empty()) {
    if (options.password_file) {
      throw ConfigError("--password-file: needs --admin-url, as a role that may set passwords");
    }
    const DataFolder folder{settings.data_dir};
    for (const auto& [module, at] : databases_of(settings).modules) {
      add(done.migrations, module, bring_up_to_date(module, at, options.dry_run));
    }
    return done;
  }
  Passwords passwords{options.password_file};
  for (const auto& [module, at] : databases_of(settings).modules) {
    provision(provision_of(settings, module, passwords), module, options.dry_run, done);
  }
  return done;
}

}  // namespace app
