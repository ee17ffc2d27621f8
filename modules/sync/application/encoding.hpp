#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <sync/domain/event.hpp>

// The one byte form of events and commits: what is hashed, and what the bus carries.
//   Shape   every number little-endian and of fixed width, every text preceded by its length, in
//           the order of the struct: two different events never have the same bytes
//   Errors  decoding answers nothing for bytes that are not exactly one frame
namespace sync {

// Appends the event's bytes.
void encode(const Event& event, std::string& out);

// Frame: one commit of one log.
struct Frame {
  std::string log;
  Commit commit;
};

std::string encode_frame(const std::string& log, const Commit& commit);
std::optional<Frame> decode_frame(std::string_view bytes);

}  // namespace sync
