#pragma once

#include <string>
#include <string_view>

// How texts from anywhere stand in a log line: nothing in them can end the line, forge another
// field, or speak to a terminal.
namespace app {

// As the inside of a JSON string. Bytes that are no UTF-8 become U+FFFD.
void append_json(std::string& out, std::string_view text);

// Printable: control characters and bytes that are no UTF-8 stand as \xNN; where `quote` is said,
// texts with spaces, quotes or "=" stand in quotes.
void append_printable(std::string& out, std::string_view text, bool quote);

}  // namespace app
