#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <app/demo_client.hpp>
#include <app/demo_load.hpp>

namespace app::demo {

// Agreement: every user beside billing's copy of that user, from the two databases' own lists.
struct Agreement {
  std::uint64_t users = 0;
  std::uint64_t customers = 0;
  std::uint64_t equal = 0;              // in version, e-mail, name and status
  std::vector<std::string> unlike;      // ids of the others
  std::uint64_t registered_found = 0;   // of the ledger's, under the id that was answered
  std::uint64_t currencies_found = 0;   // of the ledger's, changed exactly once
};

// Reads both lists to their end, side by side.
Agreement compare(Client& client, const Ledger& ledger);

// LogCount: one module's event log, read from its first event to its last.
struct LogCount {
  std::uint64_t events = 0;
  std::uint64_t registrations = 0;  // user.registered
  bool dense = true;                // every offset once, in order
};
LogCount count_log(Client& client, const std::string& log);

}  // namespace app::demo
