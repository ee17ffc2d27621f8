#include <app/doctor_store.hpp>

#include <algorithm>
#include <variant>

#include <adapters/cli/progress.hpp>
#include <adapters/sql/migrations.hpp>
#include <adapters/sql/sync/move_marks.hpp>
#include <adapters/sql/sync/store_checks.hpp>
#include <adapters/system/sodium_digest.hpp>
#include <adapters/system/system_clock.hpp>
#include <app/doctor_suspects.hpp>
#include <app/modules.hpp>
#include <sync/application/chain_check.hpp>
#include <sync/application/log_service.hpp>

namespace app {
namespace {

constexpr sync::Offset newest_events = 10'000;
constexpr std::size_t commit_events_max = 5'000;  // a look further back for a commit's end
constexpr std::size_t breaks_named_max = 10;
constexpr auto clock_slack = std::chrono::seconds{5};

const std::string restore = "restore this module's database from a backup";

bool check_schema(ExaminedStore& store, Findings& findings) {
  std::size_t missing = 0;
  for (const auto& state : sql::Migrator{store.session}.states(store.module)) {
    missing += state.applied ? 0 : 1;
  }
  const auto name = store.module + " schema";
  if (missing == 0) {
    findings.good(name, "up to date");
  } else {
    findings.warn(name, std::to_string(missing) + " migrations are not applied",
                  "cleave migrate (or start the server: it applies them)");
  }
  return missing == 0;
}

void check_pages(ExaminedStore& store, bool deep, Findings& findings) {
  if (store.session.dialect() != sql::Dialect::sqlite) return;
  findings.none_of(store.module + " database", sql::damage_of(store.session, deep),
                   deep ? "SQLite finds its pages and indexes whole"
                        : "SQLite finds its pages whole",
                   "look at the disk, and " + restore);
}

// Where the check begins: at the first event, or at the end of a commit not far from the head.
sync::ChainCheck begun(sync::LogReader& log, const sync::Digest& digest, sync::Offset head,
                       bool deep) {
  if (deep || head <= newest_events) return sync::ChainCheck{digest};
  auto at = head - newest_events;
  for (std::size_t i = 0; i < commit_events_max && at > 0; ++i, --at) {
    if (const auto chain = log.chain_at(at)) return {digest, at, *chain};
  }
  return sync::ChainCheck{digest};
}

std::string epochs_apart(sync::LogReader& log) {
  for (const auto& epoch : log.epochs()) {
    const bool first = epoch.first_offset == 1;
    const auto before = first ? sync::Hash256{} : log.chain_at(epoch.first_offset - 1);
    if (before == epoch.chain_before) continue;
    return "epoch " + std::to_string(epoch.epoch) + " does not begin behind the commit it names";
  }
  return "";
}

void check_log(ExaminedStore& store, const Look& look, Findings& findings) {
  const os::SodiumDigest digest;
  const auto name = store.module + " log";
  auto& log = store.log.reader;
  const auto head = log.head();
  auto check = begun(log, digest, head.offset, look.deep);
  const auto from = check.at();
  cli::Progress progress{look.terminal, "following the chain of " + name, "events"};
  std::vector<std::string> lines;
  for (const auto& found : sync::breaks_of(log, check, breaks_named_max, [&](sync::Offset at) {
         const auto all = static_cast<double>(std::max<sync::Offset>(head.offset - from, 1));
         progress.at(at - from, static_cast<double>(at - from) / all);
       })) {
    lines.push_back("the chain breaks at " + sync::to_text(found) + ": " + found.what);
    for (const auto& id : suspects_in(store.log, found)) {
      lines.push_back("event " + id + " contradicts others of its key");
    }
  }
  if (lines.empty()) {
    if (auto apart = epochs_apart(log); !apart.empty()) lines.push_back(std::move(apart));
  }
  const auto reach = from == 0 ? "chain and roots verified from the beginning"
                               : "chain and roots verified from offset " +
                                     std::to_string(from + 1) + " on; --deep verifies all";
  const auto witness = is_followed(store.module) ? "" : "; no follower witnesses it";
  findings.none_of(name, lines,
                   std::to_string(head.offset) + " events, epoch " + std::to_string(head.epoch) +
                       ", " + reach + witness,
                   "a row there was changed or is missing, or the file is damaged: " + restore);
}

void check_records(ExaminedStore& store, bool deep, Findings& findings) {
  auto lines = sql::parked_apart(store.session);
  const auto record = static_cast<sync::Offset>(sql::newest_record(store.session, deep));
  const auto head = store.log.reader.head().offset;
  if (record > head) {
    lines.push_back("a command was answered with offset " + std::to_string(record) +
                    ", and the log ends at " + std::to_string(head));
  }
  findings.none_of(store.module + " records", lines,
                   "what waits and what was answered fits the log",
                   "rows were changed or lost: " + restore);
}

// Time that went back would have made events, and what is due by them, in a wrong order.
void check_time(ExaminedStore& store, Findings& findings) {
  os::SystemClock clock;
  const auto head = store.log.reader.head().offset;
  if (head == 0) return;
  const auto newest = store.log.reader.events(head - 1, 1);
  const auto now = clock.now();
  if (newest.empty() || newest.front().occurred_at <= now + clock_slack) return;
  findings.warn(store.module + " clock",
                "the newest event is of " + shared::to_rfc3339(newest.front().occurred_at) +
                    ", and it is " + shared::to_rfc3339(now),
                "see which is wrong: this machine's clock now, or the one that wrote it");
}

void check_books(ExaminedStore& store, const Look& look, Findings& findings) {
  for (const auto& kind : module_kinds()) {
    if (kind.name == store.module && kind.examine != nullptr) {
      kind.examine(store.session, look.deep, findings);
    }
  }
}

template <class Check>
void breaking(const std::string& name, Findings& findings, Check check) {
  try {
    check();
  } catch (const sync::StoreUnavailable&) {
    throw;
  } catch (const sync::StoreFailure& failure) {
    findings.fail(name, failure.what(), restore);
  }
}

}  // namespace

ExaminedStore::ExaminedStore(std::string of_module, const sql::Location& at)
    : module(std::move(of_module)),
      session(at, std::holds_alternative<sql::Sqlite>(at) ? sql::Access::writer
                                                          : sql::Access::reader),
      log(at) {}

std::vector<ExaminedFollower> followers_of(ExaminedStore& store) {
  std::vector<ExaminedFollower> found;
  sql::SqlFollowerPositions positions{store.session};
  for (const auto& following : who_follows_whom()) {
    if (following.module != store.module) continue;
    auto state = positions.find(following.follower());
    if (state) found.push_back({following.follower(), std::move(*state)});
  }
  return found;
}

void examine_store(ExaminedStore& store, const Look& look, Findings& findings) {
  const auto& module = store.module;
  breaking(module + " database", findings, [&] { check_pages(store, look.deep, findings); });
  if (!check_schema(store, findings)) return;
  breaking(module + " log", findings, [&] { check_log(store, look, findings); });
  breaking(module + " records", findings, [&] { check_records(store, look.deep, findings); });
  breaking(module + " clock", findings, [&] { check_time(store, findings); });
  breaking(module + " books", findings, [&] { check_books(store, look, findings); });
  sql::refuse_moved(store.session);
}

void examine_follower(const ExaminedFollower& follower, ExaminedStore& store,
                      ExaminedStore* source, Findings& findings) {
  const auto& [name, state] = follower;
  const std::string copies =
      "put back copies of all databases from one moment, then start the server";
  if (!state.stopped.empty()) return findings.fail(name, "stopped: " + state.stopped, copies);
  if (source != nullptr) {
    sync::LogService log{source->module + "/0", source->log.reader};
    const auto answer =
        log.after({state.epoch, state.offset, state.chain}, {.events_max = 1, .bytes_max = 1});
    if (const auto* went_back = std::get_if<sync::WentBack>(&answer)) {
      return findings.fail(name, went_back->report,
                           "an older copy was put there, or rows were changed together with "
                           "their chain: " + copies);
    }
  }
  const auto at = "at offset " + std::to_string(state.offset) +
                  (source != nullptr ? ", whose chain is the source's"
                                     : "; its source is not here to be compared");
  const auto keys = sql::SqlParkedKeys{store.session}.list(name).size();
  if (keys == 0) return findings.good(name, at + ", nothing is parked");
  findings.warn(name, at + ", " + std::to_string(keys) + " keys are parked",
                "cleave sync parked list");
}

}  // namespace app
