#include <tests/simulation/disk_file.hpp>

#include <algorithm>
#include <utility>

namespace sim {
namespace {

constexpr std::size_t arena_bytes_max = 4 * 1024 * 1024;

void put(std::string& into, std::size_t offset, std::string_view bytes) {
  if (into.size() < offset + bytes.size()) into.resize(offset + bytes.size(), '\0');
  bytes.copy(into.data() + offset, bytes.size());
}

}  // namespace

void DiskFile::write(std::size_t offset, std::string_view bytes) {
  put(cached_, offset, bytes);
  // The kernel writes back on its own in the end, in whatever order.
  if (arena_.size() > arena_bytes_max) sync();
  pending_.push_back({false, offset, arena_.size(), bytes.size()});
  arena_.append(bytes);
}

void DiskFile::truncate(std::size_t size) {
  cached_.resize(size, '\0');
  pending_.push_back({true, size, 0, 0});
}

void DiskFile::sync() {
  for (const auto& pending : pending_) settle(pending);
  pending_.clear();
  arena_.clear();
}

void DiskFile::decide(Cut cut, Rng& rng) {
  std::size_t prefix = 0;
  if (cut == Cut::prefix && !pending_.empty()) prefix = rng.below(pending_.size() + 1);
  if (cut == Cut::all) prefix = pending_.size();
  for (std::size_t i = 0; i < pending_.size(); ++i) {
    const auto& pending = pending_[i];
    if (cut == Cut::independent) {
      const auto fate = rng.below(5);
      if (fate < 2) settle(pending);
      if (fate == 2) tear(pending, rng);
      if (fate > 2) spill(pending, rng);
    } else if (i < prefix) {
      settle(pending);
    } else if (i == prefix && cut == Cut::prefix) {
      tear(pending, rng);
    }
  }
  pending_.clear();
  arena_.clear();
}

void DiskFile::reload() { cached_ = platter_; }

void DiskFile::replace(std::string bytes) {
  cached_ = bytes;
  platter_ = std::move(bytes);
  pending_.clear();
  arena_.clear();
}

void DiskFile::settle(const Pending& pending) {
  if (pending.truncates) {
    platter_.resize(pending.offset, '\0');
  } else {
    put(platter_, pending.offset, std::string_view{arena_}.substr(pending.from, pending.count));
  }
}

void DiskFile::tear(const Pending& pending, Rng& rng) {
  if (pending.truncates) return;
  const std::size_t end = pending.offset + pending.count;
  std::size_t at = pending.offset;
  while (at < end) {
    const std::size_t next = std::min(end, (at / sector_bytes + 1) * sector_bytes);
    if (rng.coin()) {
      const auto bytes = std::string_view{arena_}.substr(pending.from + at - pending.offset,
                                                         next - at);
      put(platter_, at, bytes);
    }
    at = next;
  }
}

// A dropped write that would have made the file longer may still have made it longer: size and
// content travel apart, and the new room holds whatever lay there.
void DiskFile::spill(const Pending& pending, Rng& rng) {
  const std::size_t end = pending.offset + pending.count;
  if (pending.truncates || end <= platter_.size() || !rng.chance(1, 4)) return;
  const std::size_t from = std::max(platter_.size(), pending.offset);
  platter_.resize(end, '\0');
  rng.fill(platter_.data() + from, end - from);
}

}  // namespace sim
