#include <sync/application/log_service.hpp>

#include <algorithm>

#include <shared/domain/planted_bug.hpp>

namespace sync {
namespace {

bool agrees(LogReader& reader, const Head& head, const Seen& seen) {
  if (seen.offset == 0 || SIM_BUG("went_back_unnoticed")) return true;
  if (seen.offset > head.offset || seen.epoch > head.epoch) return false;
  if (seen.offset == head.offset) return seen.chain == head.chain;
  return reader.chain_at(seen.offset) == seen.chain;
}

// What lay behind the beginning of a later epoch is known to be lost.
bool is_told(const std::vector<EpochStart>& epochs, const Seen& seen) {
  return std::ranges::any_of(epochs, [&](const EpochStart& start) {
    return start.epoch > seen.epoch && start.first_offset <= seen.offset;
  });
}

std::string report(const std::string& log, const Head& head, const Seen& seen) {
  const auto at = to_text({log, seen.epoch, seen.offset});
  if (seen.offset > head.offset) {
    return "the log " + log + " went back: this follower applied it up to " + at +
           ", but it now ends at " + to_text({log, head.epoch, head.offset}) + "; " +
           std::to_string(seen.offset - head.offset) + " events are missing at the source";
  }
  return "the log " + log + " has another history: at " + at + " this follower saw chain " +
         to_hex(seen.chain).substr(0, 16) + ", which the log does not have there";
}

}  // namespace

LogAnswer LogService::after(const Seen& seen, ReadLimits limits) {
  const auto head = reader_.head();
  if (!agrees(reader_, head, seen)) return WentBack{report(log_, head, seen), head};
  if (seen.offset == head.offset) return Commits{{}, head};
  return Commits{reader_.read(seen.offset, limits), head};
}

std::optional<EpochStart> next_epoch(LogReader& reader, std::span<const Seen> witnesses) {
  const auto head = reader.head();
  const auto epochs = reader.epochs();
  Epoch newest = head.epoch;
  bool went_back = false;
  for (const auto& seen : witnesses) {
    newest = std::max(newest, seen.epoch);
    went_back = went_back || !(is_told(epochs, seen) || agrees(reader, head, seen));
  }
  if (!went_back || SIM_BUG("offsets_reused")) return std::nullopt;
  return EpochStart{newest + 1, head.offset + 1, head.chain};
}

}  // namespace sync
