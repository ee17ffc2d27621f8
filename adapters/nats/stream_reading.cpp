#include <adapters/nats/stream_reading.hpp>

#include <algorithm>
#include <utility>

#include <shared/domain/planted_bug.hpp>

namespace nats {

std::optional<std::uint64_t> StreamReading::behind_taken(const StreamState& state) const {
  if (taken_through_ == 0 || taken_through_ > state.last) return std::nullopt;
  return taken_through_ + 1;
}

std::uint64_t StreamReading::guess(const StreamState& state,
                                   const std::optional<JetStream::PlacedEvent>& last) const {
  if (!last || last->carried.event.offset < after_) return state.last + 1;
  const auto behind = last->carried.event.offset - after_;
  const auto at_first = std::max<std::uint64_t>(state.first, 1);
  return behind > last->sequence ? at_first : std::max(at_first, last->sequence - behind + 1);
}

void StreamReading::begin(std::uint64_t sequence, Time now) {
  assembly_.forget();
  next_sequence_ = sequence;
  consumer_sequence_ = 0;
  behind_at_ = 0;
  heard_at_ = looked_at_ = now;
}

StreamReading::Taken StreamReading::take(const Pushed& at, std::optional<CarriedEvent> carried,
                                         std::optional<std::string>& frame) {
  if (at.consumer_sequence != ++consumer_sequence_) return Taken::lost;
  next_sequence_ = at.stream_sequence + 1;
  if (!carried) return Taken::damaged;
  const auto first = carried->commit_first;
  const auto last = carried->commit_last;
  frame = assembly_.add(std::move(*carried));
  if (frame) {
    if (first == after_ + 1) after_ = last;
    taken_through_ = at.stream_sequence;
  }
  return Taken::well;
}

bool StreamReading::look_due(Time now) {
  if (now - looked_at_ < limits_.look_every) return false;
  looked_at_ = now;
  return true;
}

bool StreamReading::left_behind(const std::optional<StreamState>& found) {
  if (SIM_BUG("stuck_unnoticed")) return false;
  if (!found) return true;
  const bool behind = found->last + 1 > next_sequence_;
  const bool stuck = behind && behind_at_ == next_sequence_;
  behind_at_ = behind ? next_sequence_ : 0;
  return stuck || found->last + 1 < next_sequence_;
}

}  // namespace nats
