#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <ports/shared/requests.hpp>
#include <ports/sync/digest.hpp>
#include <ports/sync/source_log.hpp>

// Before a module accepts writes it asks those who follow it what they have seen of its log: here,
// those that run elsewhere.
namespace bus {

struct Testimony {
  std::vector<sync::Seen> seen;
  std::vector<std::string> silent;  // modules that did not say: their followers are no witnesses
};

// Asks all of these modules at once, and waits for them together, at most so long.
Testimony ask_witnesses(shared::Requests& requests, const std::vector<std::string>& modules,
                        const std::string& log, const sync::Digest& digest,
                        std::chrono::milliseconds within);

// Looks up where the module's followers of that log stand, and says it, from whatever thread; false
// where it cannot now.
using LookUpSeen =
    std::function<bool(std::string log, std::move_only_function<void(std::vector<sync::Seen>)>)>;

// As long as it lives, that module's followers are witnesses.
[[nodiscard]] std::unique_ptr<shared::Serving> serve_witnesses(shared::Services& services,
                                                               const std::string& module,
                                                               LookUpSeen look_up,
                                                               const sync::Digest& digest);

}  // namespace bus
