#pragma once

#include <string>
#include <string_view>

namespace http {

// One event as a text/event-stream has it; data of several lines becomes as many.
//   Source  HTML Living Standard, section "Server-sent events"
std::string server_sent_event(std::string_view id, std::string_view event, std::string_view data);

// A comment that every reader passes over: it keeps a connection from looking dead.
inline constexpr std::string_view server_sent_heartbeat = ":\n\n";

}  // namespace http
