#include <app/move_stores.hpp>

#include <algorithm>
#include <filesystem>
#include <optional>

#include <adapters/cli/progress.hpp>
#include <adapters/cli/stop.hpp>
#include <adapters/system/system_clock.hpp>
#include <adapters/system/uuid_v7_ids.hpp>
#include <app/data_folder.hpp>
#include <app/database_url.hpp>
#include <app/move.hpp>
#include <app/options.hpp>
#include <sync/domain/position.hpp>

namespace app {
namespace {

using cli::ExitCode;
using cli::Stop;

bool is_server(const std::string& place) {
  return place.contains('=') || place.starts_with("postgres://") ||
         place.starts_with("postgresql://");
}

// One side of the move: all its stores, and the folder's lock where they are files.
class Stores {
 public:
  Stores(const std::string& place, Settings settings, bool must_exist) {
    if (is_server(place)) {
      if (const auto wrong = wrong_database_url(place, settings.database_insecure)) {
        throw Stop(ExitCode::usage, *wrong);
      }
      settings.database_url = place;
      databases_ = databases_of(settings);
      words_ = "PostgreSQL at " + place;
      return;
    }
    if (must_exist && !std::filesystem::exists(place)) {
      throw Stop(ExitCode::unavailable, "there is no data folder at " + place);
    }
    const auto whole = std::filesystem::weakly_canonical(std::filesystem::absolute(place)).string();
    folder_.emplace(whole);
    databases_ = databases_in(whole);
    words_ = "the data folder " + whole;
  }

  std::vector<std::string> modules() const {
    std::vector<std::string> names;
    for (const auto& [name, at] : databases_.modules) names.push_back(name);
    return names;
  }
  Place of(const std::string& module) const {
    for (const auto& [name, at] : databases_.modules) {
      if (name == module) return {at, words_};
    }
    throw Stop(ExitCode::usage, "there is no module " + module,
               "the modules are user, billing, insight and webhook");
  }

 private:
  Databases databases_;
  std::string words_;
  std::optional<DataFolder> folder_;
};

cli::Moved shown(const std::string& module, const MovedStore& moved) {
  const sync::Position end{module + "/0", moved.head.epoch, moved.head.offset};
  return {module, moved.rows, sync::to_text(end), moved.before};
}

MovedStore move_shown(const std::string& module, const Place& from, const Place& to,
                      cli::Terminal& terminal) {
  os::SystemClock clock;
  os::UuidV7Ids ids{clock};
  cli::Progress copying{terminal, "copying " + module, "rows"};
  cli::Progress comparing{terminal, "comparing " + module, "rows"};
  return move_store(module, from, to, clock, ids, [&](const auto& progress) {
    auto& line = progress.phase == sql::StoreCopy::Phase::copying ? copying : comparing;
    const auto total = static_cast<double>(std::max<std::uint64_t>(progress.total, 1));
    line.at(progress.rows, static_cast<double>(progress.rows) / total);
  });
}

}  // namespace

std::vector<cli::Moved> move_stores(const Config& config, const cli::MoveOptions& options,
                                    cli::Terminal& terminal) {
  const Stores from{options.from, config.settings(), true};
  std::optional<Stores> to;
  if (!options.cancel) to.emplace(options.to, config.settings(), false);
  const auto modules = options.modules.empty() ? from.modules() : options.modules;
  std::vector<cli::Moved> all;
  try {
    for (const auto& module : modules) {
      const auto source = from.of(module);
      if (options.cancel) {
        if (cancel_move(module, source)) all.push_back({.module = module, .position = {}});
      } else {
        all.push_back(shown(module, move_shown(module, source, to->of(module), terminal)));
      }
    }
  } catch (const MoveRefused& refused) {
    throw Stop(ExitCode::refused, refused.what());
  } catch (const sql::StoresDiffer& difference) {
    throw Stop(ExitCode::refused, difference.what(),
               "somebody wrote one of the two meanwhile: give the move up with --cancel, empty the "
               "new place, and repeat it");
  }
  if (all.empty()) throw Stop(ExitCode::refused, "no move from " + options.from + " is under way");
  return all;
}

}  // namespace app
