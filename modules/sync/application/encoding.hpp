#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <sync/application/bytes.hpp>
#include <sync/domain/event.hpp>

// The one byte form of events and commits: what is hashed, and what the bus carries.
//   Shape   every number little-endian and of fixed width, every text preceded by its length, in
//           the order of the struct: two different events never have the same bytes
//   Errors  decoding answers nothing for bytes that are not exactly one frame
namespace sync {

// Appends the event's bytes; takes them off the front.
void encode(const Event& event, std::string& out);
Event decode_event(ByteReader& in);

void put_roots(std::string& out, const Roots& roots);
Roots take_roots(ByteReader& in);

// The bytes of events, one behind the other: made once for what is hashed and for what is sent.
struct EncodedEvents {
  std::string bytes;
  std::vector<std::size_t> ends;  // of each event in `bytes`

  std::string_view at(std::size_t i) const {
    const auto begin = i == 0 ? 0 : ends[i - 1];
    return std::string_view{bytes}.substr(begin, ends[i] - begin);
  }
};

EncodedEvents encode(const std::vector<Event>& events);

// Frame: one commit of one log.
struct Frame {
  std::string log;
  Commit commit;
};

// `events` are the commit's own.
std::string encode_frame(const std::string& log, const Commit& commit, const EncodedEvents& events);
std::optional<Frame> decode_frame(std::string_view bytes);

}  // namespace sync
