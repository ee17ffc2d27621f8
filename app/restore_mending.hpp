#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include <adapters/cli/backend.hpp>
#include <app/databases.hpp>
#include <sync/domain/event.hpp>

namespace app {

// Witnessed: what is known of the end that is lost, behind what a backup holds.
struct Witnessed {
  std::map<std::string, sync::Epoch> epochs;         // of each log, by module
  std::map<std::string, std::int64_t> next_numbers;  // of each series of invoice numbers
};

// What the stores say that were there before; those that cannot be read say nothing.
Witnessed ask_stores(const Databases& before);
// A number that a person knows was given: "INV-2026-000123". Throws cli::Stop (usage).
void add_number(Witnessed& witnessed, const std::string& number);

// Begins an epoch in each log that is later than any that was witnessed, so that a position of the
// lost end is known for what it is. Returns where each log goes on.
std::vector<std::string> raise_epochs(const Databases& databases, const Witnessed& witnessed);

// Each series goes on behind the last number that was witnessed; what is passed over is explained.
// Returns those series, in words.
std::vector<std::string> pass_over_numbers(const Databases& databases, const Witnessed& witnessed,
                                           const std::string& made_at);

// Through the stores, opened in this process:
// Revokes every key, unless they are to be kept, and makes the one for this machine's CLI.
struct NewKey {
  std::string token;
  std::size_t revoked = 0;
};
NewKey replace_keys(cli::Backend& stores, bool keep_old);
// Has every payment whose outcome is unknown looked up as soon as a server runs: what came of it
// may have been learnt in what is lost. Those not asked for yet are looked up first in any case.
std::size_t hurry_payments(cli::Backend& stores);

}  // namespace app
