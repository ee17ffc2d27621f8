#include <app/actions.hpp>

#include <sqlite3.h>

#include <adapters/cli/http_backend.hpp>
#include <adapters/cli/stop.hpp>
#include <adapters/sql/migrations.hpp>
#include <adapters/sql/provisioner.hpp>
#include <app/backup_command.hpp>
#include <app/broker.hpp>
#include <app/data_folder.hpp>
#include <app/doctor.hpp>
#include <app/local_backend.hpp>
#include <app/logging.hpp>
#include <app/migrate.hpp>
#include <app/move_stores.hpp>
#include <app/options.hpp>
#include <app/ready.hpp>
#include <app/restore.hpp>
#include <app/serve.hpp>
#include <app/version.hpp>
// What a build leaves out (CLEAVE_MODULES) has no headers here.
#if __has_include(<adapters/cli/billing/money_words.hpp>)
#include <adapters/cli/billing/money_words.hpp>
#endif
#if __has_include(<adapters/cli/user/user_import.hpp>)
#include <adapters/cli/user/user_import.hpp>
#endif
#if __has_include(<app/demo.hpp>)
#include <app/demo.hpp>
#endif

namespace app {
namespace {

using cli::ExitCode;
using cli::Stop;

ConfigSources sources_of(const cli::Settings& settings) {
  ConfigSources sources;
  if (settings.config) sources.file = *settings.config;
  sources.environment = process_environment();
  if (settings.data) sources.flags.push_back({"--data", "data.dir", *settings.data});
  return sources;
}

// What goes wrong below is the configuration's fault, the stores', or the folder's: each has its
// exit code.
template <class Work>
auto stopping(Work work) {
  try {
    return work();
  } catch (const ConfigError& error) {
    throw Stop(ExitCode::config, error.what());
  } catch (const DataFolderInUse& error) {
    throw Stop(ExitCode::unavailable, error.what());
  } catch (const DataFolderError& error) {
    throw Stop(ExitCode::config, error.what());
  } catch (const sql::MigrationRefused& error) {
    throw Stop(ExitCode::config, error.what());
  } catch (const sql::ProvisionRefused& error) {
    throw Stop(ExitCode::config, error.what());
  } catch (const sync::StoreBroken& error) {
    throw Stop(ExitCode::internal,
               std::string{"a store is damaged, or the disk fails: "} + error.what(),
               "cleave doctor says which");
  } catch (const sync::StoreFailure& error) {
    throw Stop(ExitCode::unavailable, std::string{"the stores cannot be opened: "} + error.what());
  }
}

Config config_of(const cli::Settings& settings) { return Config{sources_of(settings)}; }

void log_as(const Config& config, std::string_view level) {
  start_logging(level, log_format(config.settings().log_format));
}

int serve_with(const cli::ServeOptions& options, cli::Terminal& terminal) {
  return stopping([&] {
    auto sources = sources_of(options.settings);
    const auto flag = [&sources](const char* name, const char* key,
                                 const std::optional<std::string>& value) {
      if (value) sources.flags.push_back({name, key, *value});
    };
    flag("--modules", "serve.modules", options.modules);
    flag("--listen", "http.listen", options.listen);
    flag("--tls-cert", "http.tls_certificate", options.tls_cert);
    flag("--tls-key", "http.tls_key", options.tls_key);
    if (options.insecure) sources.flags.push_back({"--insecure", "http.insecure", "true"});
    if (options.test_clock) sources.flags.push_back({"--test-clock", "billing.test_clock", "true"});
    const Config config{sources};
    log_as(config, config.settings().log_level);
    try {
      return serve(config, terminal);
    } catch (const std::runtime_error& error) {
      if (dynamic_cast<const DataFolderError*>(&error) != nullptr ||
          dynamic_cast<const sync::StoreFailure*>(&error) != nullptr ||
          dynamic_cast<const sql::MigrationRefused*>(&error) != nullptr) {
        throw;
      }
      throw Stop(ExitCode::config, error.what());  // the address, the port, the certificate
    }
  });
}

cli::Migrated migrate_with(const cli::MigrateOptions& options) {
  return stopping([&] {
    auto sources = sources_of(options.settings);
    if (options.admin_url) {
      sources.flags.push_back({"--admin-url", "database.admin_url", *options.admin_url});
    }
    return migrate(Config{sources}, options);
  });
}

std::vector<cli::Setting> effective(const cli::Settings& settings) {
  return stopping([&] {
    std::vector<cli::Setting> out;
    for (auto& value : config_of(settings).effective()) {
      out.push_back({std::move(value.key), std::move(value.value), std::move(value.origin)});
    }
    return out;
  });
}

// A server that runs on the folder answers; else the stores are opened here.
std::unique_ptr<cli::Backend> open(const cli::Settings& settings,
                                   const std::optional<std::string>& key_file) {
  return stopping([&]() -> std::unique_ptr<cli::Backend> {
    const auto config = config_of(settings);
    const auto& folder = config.settings().data_dir;
    const auto state = probe(folder);
    if (!state.held) {
      if (!state.exists && config.settings().database_url.empty()) {
        throw Stop(ExitCode::unavailable, "there is no data folder at " + folder,
                   "start a server on it with `cleave serve --data " + folder +
                       "`, or name another with --data");
      }
      log_as(config, "error");
      return open_locally(config.settings());
    }
    if (state.address.empty()) {
      throw Stop(ExitCode::unavailable,
                 "process " + std::to_string(state.pid) + " holds " + folder +
                     " and does not listen (yet)",
                 "try again in a moment");
    }
    const auto key = key_file ? std::optional{cli::read_key_file(*key_file)} : read_cli_key(folder);
    if (!key) {
      throw Stop(ExitCode::config, folder + " has no cli.key for this machine's CLI",
                 "say which key to use with --key-file FILE");
    }
    // This machine's own server is known by its very certificate, whatever name that is for.
    return std::make_unique<cli::HttpBackend>(cli::ServerAddress::parse(state.address), *key,
                                              std::chrono::seconds{60},
                                              config.settings().http_tls_certificate);
  });
}

// What some module brings; where a build leaves it out, the command says so.
void add_what_modules_bring(cli::Actions& actions) {
  [[maybe_unused]] const auto missing = [](const char* what) {
    return Stop(ExitCode::unavailable, std::string{"this build leaves out "} + what,
                "use a cleave that was built with all modules");
  };
#if __has_include(<app/demo.hpp>)
  actions.demo = [](const cli::DemoOptions& options, cli::Terminal& terminal) {
    return stopping([&] { return run_demo(options, terminal); });
  };
#else
  actions.demo = [missing](const cli::DemoOptions&, cli::Terminal&) -> int {
    throw missing("modules that the demo needs");
  };
#endif
#if __has_include(<adapters/cli/user/user_import.hpp>)
  actions.import_users = cli::import_users;
#else
  actions.import_users = [missing](cli::Session&, const cli::Arguments&) -> ExitCode {
    throw missing("the module user");
  };
#endif
#if __has_include(<adapters/cli/billing/money_words.hpp>)
  actions.money_text = cli::money_text;
  actions.money_minor = cli::money_minor;
#else
  actions.money_text = [missing](std::int64_t, const std::string&) -> std::string {
    throw missing("the module billing");
  };
  actions.money_minor = [missing](const std::string&, const std::string&) -> std::int64_t {
    throw missing("the module billing");
  };
#endif
}

}  // namespace

cli::Actions actions() {
  cli::Actions actions;
  actions.version = version;
  actions.build = {{"compiler", "GCC " __VERSION__, ""}, {"sqlite", sqlite3_libversion(), ""}};
  actions.serve = serve_with;
  add_what_modules_bring(actions);
  actions.place = [](const cli::Settings& settings) {
    return stopping([&] { return place_of(config_of(settings).settings()); });
  };
  actions.migrate = migrate_with;
  actions.move = [](const cli::MoveOptions& options, cli::Terminal& terminal) {
    return stopping([&] { return move_stores(config_of(options.settings), options, terminal); });
  };
  actions.backup = [](const cli::BackupOptions& options, cli::Terminal& terminal) {
    return stopping([&] {
      return back_up(config_of(options.settings), options,
                     [&options](http::Request request) {
                       return open(options.settings, options.key_file)->request(std::move(request));
                     },
                     terminal);
    });
  };
  actions.check_backup = check_shown;
  actions.restore = [](const cli::RestoreOptions& options, cli::Terminal& terminal) {
    return stopping([&] {
      const auto config = config_of(options.settings);
      log_as(config, "error");
      return restore(config, options, terminal);
    });
  };
  actions.doctor = [](const cli::Settings& settings, bool deep, cli::Terminal& terminal) {
    return stopping([&] {
      const auto ask = [&settings](http::Request request) {
        return open(settings, std::nullopt)->request(std::move(request));
      };
      return examine(config_of(settings), deep, ask, terminal);
    });
  };
  actions.ready = [](const cli::Settings& settings) {
    return stopping([&] { return ask_whether_ready(config_of(settings)); });
  };
  actions.config = effective;
  actions.broker_config = [](const cli::BrokerOptions& options) {
    return stopping([&] { return broker_config(options); });
  };
  actions.open = open;
  return actions;
}

}  // namespace app
