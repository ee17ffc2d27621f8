#include <adapters/memory/memory_event_stream.hpp>

#include <utility>

namespace memory {

std::expected<sync::StreamEnd, sync::StreamFailure> MemoryEventStream::end() {
  ++ends_asked;
  if (failing) return std::unexpected(*failing);
  sync::StreamEnd end{last_sequence, std::nullopt};
  if (!messages.empty()) end.mark = messages.back().mark;
  return end;
}

std::expected<void, sync::StreamFailure> MemoryEventStream::publish(
    std::uint64_t sequence, std::span<const sync::Commit> commits, sync::Offset after) {
  using Kind = sync::StreamFailure::Kind;
  if (failing) return std::unexpected(*failing);
  if (sequence != last_sequence) {
    return std::unexpected(sync::StreamFailure{Kind::moved, "the stream ends elsewhere"});
  }
  const auto arriving = std::exchange(arriving_max, std::nullopt);
  std::size_t arrived = 0;
  for (const auto& commit : commits) {
    for (const auto& event : commit.events) {
      if (event.offset <= after) continue;
      if (arriving && arrived == *arriving) {
        return std::unexpected(sync::StreamFailure{Kind::away, "no answer came"});
      }
      messages.push_back({{commit.epoch, event.offset, commit.first(), event.id}, event});
      ++last_sequence;
      ++arrived;
    }
  }
  return {};
}

}  // namespace memory
