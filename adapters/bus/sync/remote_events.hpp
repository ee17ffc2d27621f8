#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>

#include <ports/shared/requests.hpp>
#include <ports/sync/digest.hpp>
#include <sync/application/log_messages.hpp>

// Single events of a log that another process holds, for readers who do not verify.
namespace bus {

// What is told: nothing where the log cannot be asked now.
using EventsTold = std::move_only_function<void(std::optional<sync::LogEvents>)>;

// Asks for events behind an offset; for none, where only the log's end is of interest. Told exactly
// once, from any thread.
void ask_events(shared::Requests& requests, const std::string& module, const sync::Digest& digest,
                sync::AskEvents asked, std::chrono::milliseconds within, EventsTold told);

// The same for a thread that waits. Throws StoreUnavailable where the log cannot be asked now.
sync::LogEvents read_events(shared::Requests& requests, const std::string& module,
                            const sync::Digest& digest, sync::AskEvents asked,
                            std::chrono::milliseconds within);

}  // namespace bus
