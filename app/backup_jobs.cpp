#include <app/backup_jobs.hpp>

#include <algorithm>
#include <chrono>
#include <utility>

#include <app/backup.hpp>
#include <app/backup_errors.hpp>
#include <app/logging.hpp>
#include <app/options.hpp>

namespace app {
namespace {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

constexpr auto rest_within = 2s;
constexpr std::size_t name_length_max = 64;

bool is_name(const std::string& text) {
  const auto fits = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  };
  return !text.empty() && text.size() <= name_length_max && text.front() != '-' &&
         std::ranges::all_of(text, fits);
}

struct GivenUp : BackupRefused {
  GivenUp() : BackupRefused("backup.given_up", "the server stops; nothing was kept") {}
};

}  // namespace

// Rest: no lane of this process runs while it lives.
class BackupJobs::Rest {
 public:
  explicit Rest(Core& core) {
    const auto until = Clock::now() + rest_within;
    for (const auto& part : core.parts()) {
      const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until - Clock::now());
      if (part->lane().pause(std::max(left, 0ms))) {
        resting_.push_back(&part->lane());
        continue;
      }
      end();
      throw BackupRefused("backup.lane_busy",
                          "the module " + part->name() +
                              " did not come to rest within 2 s, so that there is no moment of "
                              "all modules; all go on. Try again");
    }
  }
  ~Rest() { end(); }
  Rest(const Rest&) = delete;
  Rest& operator=(const Rest&) = delete;

 private:
  void end() {
    for (auto* lane : resting_) lane->resume();
    resting_.clear();
  }

  std::vector<ModuleLane*> resting_;
};

std::unique_ptr<BackupJobs> backups_of(const Settings& settings, Core& core) {
  if (!settings.database_url.empty() || core.parts().empty()) return nullptr;
  const std::filesystem::path own{settings.backup_folder};
  const auto among = own.empty() ? std::filesystem::path{settings.data_dir} / "backups" : own;
  return std::make_unique<BackupJobs>(core, databases_of(settings),
                                      std::filesystem::absolute(among));
}

BackupJobs::BackupJobs(Core& core, Databases databases, std::filesystem::path among)
    : core_(core), databases_(std::move(databases)), among_(std::move(among)) {}

shared::Result<BackupState> BackupJobs::begin(const std::string& name) {
  if (!is_name(name)) return shared::refuse(errors::backup_bad_name());
  const std::scoped_lock lock(mutex_);
  if (stopping_ || (last_ && last_->status == "running")) {
    return shared::refuse(errors::backup_under_way());
  }
  const auto folder = among_ / name;
  if (std::filesystem::exists(folder)) return shared::refuse(errors::backup_exists());
  if (thread_.joinable()) thread_.join();
  last_ = BackupState{.name = name, .folder = folder.string(), .failure = {}};
  thread_ = std::thread([this, name] { run(name); });
  return *last_;
}

std::optional<BackupState> BackupJobs::find(const std::string& name) const {
  const std::scoped_lock lock(mutex_);
  return last_ && last_->name == name ? last_ : std::nullopt;
}

void BackupJobs::stop() {
  {
    const std::scoped_lock lock(mutex_);
    stopping_ = true;
  }
  if (thread_.joinable()) thread_.join();
}

void BackupJobs::set(const std::function<void(BackupState&)>& change) {
  const std::scoped_lock lock(mutex_);
  change(*last_);
}

void BackupJobs::run(const std::string& name) {
  try {
    back_up(name);
    set([](BackupState& state) { state.status = "done"; });
    log_info("backup written", {{"folder", (among_ / name).string()}});
  } catch (const std::exception& error) {
    set([&](BackupState& state) {
      state.status = "failed";
      state.failure = error.what();
    });
    log_error("a backup failed", {{"name", name}, {"error", error.what()}});
  }
}

void BackupJobs::back_up(const std::string& name) {
  remove_partial_backups(among_);
  auto stores = open_stores(databases_);
  const auto begun = Clock::now();
  shared::Instant made_at;
  {
    const Rest rest{core_};
    made_at = core_.clock.now();
    begin_moment(stores);
  }
  const auto paused = std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - begun);
  set([&](BackupState& state) { state.paused_us = paused.count(); });
  write_backup(std::move(stores), made_at, among_ / name, [this](const sql::CopiedBytes& copied) {
    if (stopping_) throw GivenUp{};
    set([&](BackupState& state) {
      state.bytes = copied.done;
      state.bytes_total = copied.total;
    });
  });
}

}  // namespace app
