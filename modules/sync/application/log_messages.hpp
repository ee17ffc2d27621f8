#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <ports/sync/digest.hpp>
#include <ports/sync/source_log.hpp>
#include <ports/sync/state_reader.hpp>
#include <sync/domain/event.hpp>

// What one process asks of a module's log that another holds, and what it is answered, as bytes.
//   Shape   a magic that names the version, a kind, values as in bytes.hpp; an answer ends with a
//           hash over itself, for what damages it on the way must not look like a log that is
//           damaged at its source
//   Errors  decoding answers nothing for bytes that are not exactly that
namespace sync {

// What follows what a follower has seen.
struct AskAfter {
  Seen seen;
  ReadLimits limits;
};
// Single events behind an offset, and what there is to know of the log.
struct AskEvents {
  Offset after = 0;
  std::uint32_t events_max = 0;
};
// Or for a part of the state that the log leads to.
using LogQuestion = std::variant<AskAfter, AskEvents, StateQuestion>;

struct LogEvents {
  std::vector<Event> events;
  Head head;
  std::vector<EpochStart> epochs;
};
// The log cannot be read now.
struct LogUnavailable {
  std::string why;
};
using LogReply = std::variant<Commits, WentBack, LogEvents, StatePage, LogUnavailable>;

std::string encode_question(const LogQuestion& question);
std::optional<LogQuestion> decode_question(std::string_view bytes);

std::string encode_reply(const std::string& log, const LogReply& reply, const Digest& digest);
// Of that log alone.
std::optional<LogReply> decode_reply(const std::string& log, std::string_view bytes,
                                     const Digest& digest);

// What followers of one log have seen, as witnesses of what it once held.
std::string encode_seen(const std::vector<Seen>& seen, const Digest& digest);
std::optional<std::vector<Seen>> decode_seen(std::string_view bytes, const Digest& digest);

}  // namespace sync
