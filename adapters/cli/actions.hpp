#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <adapters/cli/backend.hpp>
#include <adapters/cli/exit_codes.hpp>
#include <adapters/cli/progress.hpp>
#include <adapters/cli/terminal.hpp>

// Actions: what only the executable can do, handed in by app/. Each may throw Stop with its own
// exit code: ExitCode::config for a wrong configuration, ::unavailable for stores that cannot open.
namespace cli {

// Settings: where a command works, as its flags say; nothing where they say nothing. The
// configuration file and the environment fill the rest, which is app/'s business.
struct Settings {
  std::optional<std::string> data;    // --data
  std::optional<std::string> config;  // --config
};

struct ServeOptions {
  Settings settings;
  std::optional<std::string> modules;  // "user,billing", unread
  std::optional<std::string> listen;  // "127.0.0.1:8420", unread
  std::optional<std::string> tls_cert;
  std::optional<std::string> tls_key;
  bool insecure = false;
  bool test_clock = false;
};

struct DemoOptions {
  Settings settings;
  std::uint64_t users = 10'000;
  std::optional<std::string> at;  // where deploy/split runs what it is done on
};

// One fact of `cleave doctor`.
struct Check {
  enum class State { good, warning, failed };
  std::string name;    // "data folder"
  State state = State::good;
  std::string detail;  // what was found
  std::string next;    // what to do, where it is not good
};

// One effective value of `cleave config`.
struct Setting {
  std::string key;     // "server.listen"
  std::string value;
  std::string origin;  // "default", "/etc/cleave.toml:3", "CLEAVE_LISTEN", "--listen"
};

// One schema change of `cleave migrate`.
struct Migration {
  std::string module;
  std::int64_t version = 0;
  std::string name;
  bool applied_now = false;  // in a dry run: would be
};

struct MigrateOptions {
  Settings settings;
  bool dry_run = false;
  std::optional<std::string> admin_url;
  std::optional<std::string> password_file;  // "-": the standard input
};

// What `cleave migrate` did, or in a dry run: would do.
struct Migrated {
  struct Statement {
    std::string module;
    std::string sql;
  };
  std::vector<Statement> provisioning;  // of databases, roles and schemas
  std::vector<Migration> migrations;
};

// `cleave move`: a place is a data folder, or how PostgreSQL is reached (what database.url takes).
struct MoveOptions {
  Settings settings;
  std::string from;
  std::string to;                    // none where the move is given up
  std::vector<std::string> modules;  // all where none is named
  bool cancel = false;
};

// What became of one module's store.
struct Moved {
  std::string module;
  std::uint64_t rows = 0;
  std::string position;  // where its log ends: "user/0:1:42"
  bool before = false;   // an earlier run had moved it all
};

// `cleave backup`.
struct BackupOptions {
  Settings settings;
  std::optional<std::string> key_file;
  std::string to;  // a folder that is not there yet
};

// What a backup holds, in its own words.
struct BackupMade {
  struct Store {
    std::string name;  // a module, or "gateway"
    std::uint64_t bytes = 0;
    std::uint64_t rows = 0;
    std::string position;  // where its log ends; empty where it has none
  };
  std::string folder;
  std::string made_at;
  std::vector<Store> stores;
};

// `cleave restore`.
struct RestoreOptions {
  Settings settings;
  std::string from;
  std::string to;  // a data folder; empty: the one that is configured
  bool keep_old = false;
  bool keep_keys = false;
  std::vector<std::string> numbers_after;  // invoice numbers that are known to be given
};

// What became of a backup, and what was done beside the copying.
struct Restored {
  std::string folder;
  std::string made_at;                // of the backup
  std::string kept;                   // where what was there before lies now; empty: nothing was
  std::vector<std::string> positions;  // where each log goes on: "user/0:2:42"
  std::size_t keys_revoked = 0;
  std::size_t payments_due = 0;  // to be looked up at the gateway
  std::vector<std::string> numbers_passed_over;
};

// What `cleave nats config` is told, as its flags say; nothing where they say nothing.
struct BrokerOptions {
  std::string passwords;               // a folder
  std::vector<std::string> services;   // "NAME=PART,...", unread
  std::vector<std::string> followers;  // "NAME=MODULE,...", unread
  std::optional<std::string> listen;
  std::optional<std::string> monitor;
  std::optional<std::string> store;
  std::optional<std::string> file_store_max;
  std::optional<std::string> tls_cert;
  std::optional<std::string> tls_key;
  std::optional<std::string> tls_ca;
  bool insecure = false;
  bool sync_always = false;
};

struct BrokerConfig {
  std::string text;
  std::vector<std::string> passwords_made;  // files
};

class Arguments;
class Session;

struct Actions {
  std::string version;  // "0.1.0"
  std::vector<Setting> build;  // further lines of `cleave version`: compiler, SQLite, ...

  std::function<int(const ServeOptions&, Terminal&)> serve;
  std::function<int(const DemoOptions&, Terminal&)> demo;
  // `cleave user import`: the user module's own, for it reads that module's files.
  std::function<ExitCode(Session&, const Arguments&)> import_users;
  // How amounts are shown and said, in the currency's own digits: "12.50 EUR" for 1250 of "eur",
  // and back, where Stop (usage) is thrown; the billing module's own, for it knows the currencies.
  std::function<std::string(std::int64_t amount_minor, const std::string& currency)> money_text;
  std::function<std::int64_t(const std::string& decimal, const std::string& currency)> money_minor;
  // For people, before migrate, doctor and config: "data folder /srv/cleave/data".
  std::function<std::string(const Settings&)> place;
  std::function<Migrated(const MigrateOptions&)> migrate;
  // Shows its progress on the terminal.
  std::function<std::vector<Moved>(const MoveOptions&, Terminal&)> move;
  // `deep` looks at everything, and shows its progress on the terminal.
  std::function<std::vector<Check>(const Settings&, bool deep, Terminal&)> doctor;
  std::function<BackupMade(const BackupOptions&, Terminal&)> backup;
  // Checks all of the backup in that folder and changes nothing; Stop (refused) where it is not
  // whole.
  std::function<BackupMade(const std::string& folder, Terminal&)> check_backup;
  std::function<Restored(const RestoreOptions&, Terminal&)> restore;
  // What the server that works on the folder says; throws Stop (unavailable) where it is not ready.
  std::function<std::string(const Settings&)> ready;
  std::function<std::vector<Setting>(const Settings&)> config;
  std::function<BrokerConfig(const BrokerOptions&)> broker_config;

  // Who answers for the data folder: the server that holds its lock, over HTTP, or else the
  // stores opened in this process. `key_file` is --key-file, for the former.
  std::function<std::unique_ptr<Backend>(const Settings&,
                                         const std::optional<std::string>& key_file)>
      open;
};

}  // namespace cli
