#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include <ports/sync/event_stream.hpp>

namespace memory {

// MemoryEventStream: a broker's stream in memory. A test may take it away, fill it, empty it, and
// have a batch fail in the middle.
class MemoryEventStream final : public sync::EventStream {
 public:
  struct Message {
    sync::StreamMark mark;
    sync::Event event;
  };

  std::expected<sync::StreamEnd, sync::StreamFailure> end() override;
  std::expected<void, sync::StreamFailure> publish(std::uint64_t sequence,
                                                   std::span<const sync::Commit> commits,
                                                   sync::Offset after) override;

  // What it holds, oldest first.
  std::vector<Message> messages;
  std::uint64_t last_sequence = 0;
  std::optional<sync::StreamFailure> failing;  // every call, while it is there
  // Of the next batch only so many messages arrive; nobody hears what became of it.
  std::optional<std::size_t> arriving_max;
  std::size_t ends_asked = 0;

  void recreate() {
    messages.clear();
    last_sequence = 0;
  }
};

}  // namespace memory
