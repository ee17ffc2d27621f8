#include <app/database_wait.hpp>

#include <algorithm>
#include <optional>

#include <adapters/sql/session.hpp>
#include <app/logging.hpp>
#include <ports/sync/store_errors.hpp>

namespace app {
namespace {

using std::chrono::milliseconds;
using Clock = std::chrono::steady_clock;

constexpr milliseconds ask_again_first{100};
constexpr milliseconds ask_again_longest{2'000};

// Why the first that does not answer does not.
std::optional<std::string> silent(const Databases& databases) {
  for (const auto& [module, at] : databases.modules) {
    if (std::holds_alternative<sql::Sqlite>(at)) continue;
    try {
      const sql::Session session{at, sql::Access::reader};
    } catch (const sync::StoreUnavailable& failure) {
      return module + "'s database does not answer: " + failure.what();
    }
  }
  return std::nullopt;
}

bool signaled_within(milliseconds time, const sigset_t& signals) {
  const timespec wait{.tv_sec = time.count() / 1000, .tv_nsec = time.count() % 1000 * 1'000'000};
  return ::sigtimedwait(&signals, nullptr, &wait) > 0;
}

}  // namespace

bool await_databases(const Databases& databases, std::chrono::seconds at_most,
                     const sigset_t& ended_by) {
  const auto deadline = Clock::now() + at_most;
  auto wait = ask_again_first;
  std::string told;
  while (const auto why = silent(databases)) {
    if (Clock::now() >= deadline) {
      throw sync::StoreUnavailable(*why + " (waited for " + std::to_string(at_most.count()) +
                                   " s, as database.wait_seconds says)");
    }
    if (told != *why) log_warn("the start waits", {{"error", *why}});
    told = *why;
    if (signaled_within(wait, ended_by)) return false;
    wait = std::min(wait * 2, ask_again_longest);
  }
  return true;
}

}  // namespace app
