#include <app/doctor.hpp>

#include <algorithm>
#include <deque>
#include <filesystem>
#include <optional>

#include <adapters/sql/migrations.hpp>
#include <adapters/sql/sync/move_marks.hpp>
#include <app/data_folder.hpp>
#include <app/doctor_folder.hpp>
#include <app/doctor_store.hpp>
#include <app/modules.hpp>
#include <app/options.hpp>
#include <ports/sync/store_errors.hpp>

namespace app {
namespace {

namespace fs = std::filesystem;

// Of one statement that reads a whole table.
constexpr int patience_ms = 60'000;
constexpr int patience_deep_ms = 600'000;

// Doctor: the stores of this installation that are at hand, each opened once.
class Doctor {
 public:
  Doctor(const Settings& settings, const Look& look, Findings& findings)
      : settings_(settings), look_(look), findings_(findings) {}

  void look() {
    auto databases = databases_of(settings_);
    if (!settings_.database_url.empty()) {
      guarded("PostgreSQL", [&] {
        examine_postgresql(settings_, databases.modules.front().second, findings_);
      });
    }
    for (auto& [module, at] : databases.modules) {
      if (auto* server = std::get_if<sql::Postgresql>(&at)) {
        server->timeout_ms = look_.deep ? patience_deep_ms : patience_ms;
      }
      look_at(module, at);
    }
    for (auto& store : stores_) look_at_followers(store);
  }

 private:
  void look_at(const std::string& module, const sql::Location& at) {
    const auto* file = std::get_if<sql::Sqlite>(&at);
    if (file != nullptr && !fs::exists(file->path)) {
      return findings_.warn(module + " database", "does not exist yet",
                            "cleave serve --data " + settings_.data_dir);
    }
    guarded(module, [&] {
      auto& store = stores_.emplace_back(module, at);
      if (file == nullptr) examine_role(store, settings_.database_insecure, findings_);
      examine_store(store, look_, findings_);
    });
  }

  // A follower is asked before its source, which only grows meanwhile.
  void look_at_followers(ExaminedStore& store) {
    guarded(store.module, [&] {
      const auto ran = followers_of(store);
      for (const auto& following : who_follows_whom()) {
        if (following.module != store.module) continue;
        const auto name = following.follower();
        const auto one = std::ranges::find(ran, name, &ExaminedFollower::name);
        if (one == ran.end()) {
          findings_.good(name, "has not run yet");
          continue;
        }
        const auto source = std::ranges::find(stores_, following.source, &ExaminedStore::module);
        examine_follower(*one, store, source == stores_.end() ? nullptr : &*source, findings_);
      }
    });
  }

  template <class Work>
  void guarded(const std::string& module, Work work) {
    try {
      work();
    } catch (const sql::StoreMoved& moved) {
      findings_.warn(module + " store", moved.what(), "");
    } catch (const sql::MigrationRefused& refused) {
      findings_.fail(module + " schema", refused.what(), "use the binary that wrote it");
    } catch (const sync::StoreUnavailable& error) {
      findings_.fail(module + " database", error.what(),
                     "see that it runs and takes connections, and what database.url says");
    } catch (const std::exception& error) {
      findings_.fail(module + " database", error.what(),
                     "restore this module's database from a backup");
    }
  }

  const Settings& settings_;
  const Look look_;
  Findings& findings_;
  std::deque<ExaminedStore> stores_;
};

}  // namespace

std::vector<cli::Check> examine(const Config& config, bool deep, const Ask& ask,
                                cli::Terminal& terminal) {
  const auto& settings = config.settings();
  const fs::path folder{settings.data_dir};
  Findings findings;
  const auto state = probe(folder);
  if (!state.exists) {
    findings.fail("data folder", folder.string() + " does not exist",
                  "cleave serve --data " + folder.string());
    return findings.take();
  }
  examine_folder(folder, settings, findings);
  const bool on_files = settings.database_url.empty();
  std::optional<DataFolder> held;
  if (state.held) {
    const auto where = state.address.empty() ? "" : " at " + state.address;
    findings.good("server", "process " + std::to_string(state.pid) + " serves it" + where +
                                (on_files ? "; stop it to have databases and logs checked too"
                                          : ""));
    examine_running(ask, findings);
    if (on_files) return findings.take();
  } else {
    held.emplace(folder);
  }
  Doctor{settings, {deep, terminal}, findings}.look();
  return findings.take();
}

}  // namespace app
