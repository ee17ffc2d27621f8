#include <adapters/memory/memory_store.hpp>

#include <algorithm>

namespace memory {

sync::Head Database::head() const {
  sync::Head head;
  if (!commits.empty()) {
    const auto& last = commits.back();
    head = {last.epoch, last.last(), last.chain, last.roots};
  }
  head.epoch = epochs.back().epoch;
  return head;
}

void MemoryStore::begin() {
  if (on_begin) on_begin();
  open_ = durable_;
}

void MemoryStore::commit() {
  if (commit_faults.empty()) {
    durable_ = std::move(open());
    open_.reset();
    ++commits_made_;
    return;
  }
  const auto fault = std::move(commit_faults.front());
  commit_faults.erase(commit_faults.begin());
  if (fault.committed) {
    durable_ = open();
    ++commits_made_;
  }
  open_.reset();
  fault.fail();
}

void MemoryStore::rollback() noexcept { open_.reset(); }

Database& MemoryStore::open() {
  if (!open_) throw sync::StoreUnavailable("no transaction is open");
  return *open_;
}

void MemoryEventLog::append(const sync::Commit& commit) {
  auto& open = store_.open();
  auto next = open.head().offset;
  for (const auto& event : commit.events) {
    if (event.offset != ++next) throw sync::StoreRejected("the log's offsets are dense");
  }
  open.commits.push_back(commit);
}

std::optional<sync::Event> MemoryEventLog::at(sync::Offset offset) {
  for (const auto& commit : store_.open().commits) {
    if (offset >= commit.first() && offset <= commit.last()) {
      return commit.events[offset - commit.first()];
    }
  }
  return std::nullopt;
}

void MemoryEventLog::raise_epoch(const sync::EpochStart& start) {
  store_.open().epochs.push_back(start);
}

std::vector<sync::Commit> MemoryEventLog::read(sync::Offset after, sync::ReadLimits limits) {
  std::vector<sync::Commit> out;
  std::size_t events = 0;
  for (const auto& commit : store_.durable().commits) {
    if (commit.first() <= after) continue;
    events += commit.events.size();
    if (!out.empty() && events > limits.events_max) break;
    out.push_back(commit);
  }
  return out;
}

std::vector<sync::Event> MemoryEventLog::events(sync::Offset after, std::size_t events_max) {
  std::vector<sync::Event> out;
  for (const auto& commit : store_.durable().commits) {
    for (const auto& event : commit.events) {
      if (event.offset > after && out.size() < events_max) out.push_back(event);
    }
  }
  return out;
}

std::optional<sync::Hash256> MemoryEventLog::chain_at(sync::Offset offset) {
  for (const auto& commit : store_.durable().commits) {
    if (commit.last() == offset) return commit.chain;
  }
  return std::nullopt;
}

std::optional<sync::IdempotencyRecord> MemoryIdempotencyRecords::find(const sync::Hash256& key) {
  for (const auto& record : added_) {
    if (record.key == key) return record;
  }
  const auto& rows = store_.open().idempotency;
  const auto at = rows.find(key);
  return at == rows.end() ? std::nullopt : std::optional{at->second};
}

void MemoryIdempotencyRecords::add(sync::IdempotencyRecord record) {
  added_.push_back(std::move(record));
}

std::size_t MemoryIdempotencyRecords::forget(shared::Instant before, std::size_t rows_max) {
  std::size_t forgotten = 0;
  std::erase_if(store_.open().idempotency, [&](const auto& row) {
    return row.second.at < before && forgotten < rows_max && ++forgotten != 0;
  });
  return forgotten;
}

void MemoryIdempotencyRecords::flush() {
  for (std::size_t i = 0; i < kept_; ++i)
    store_.open().idempotency.emplace(added_[i].key, added_[i]);
}

void MemoryIdempotencyRecords::clear() noexcept {
  added_.clear();
  kept_ = 0;
}

std::optional<sync::FollowerState> MemoryFollowerPositions::lock(const std::string& follower) {
  const auto& rows = store_.open().positions;
  const auto at = rows.find(follower);
  return at == rows.end() ? std::nullopt : std::optional{at->second};
}

void MemoryFollowerPositions::save(const std::string& follower,
                                   std::optional<sync::Offset> expected,
                                   const sync::FollowerState& state) {
  const auto found = lock(follower);
  if (found.has_value() != expected.has_value() || (found && found->offset != *expected)) {
    throw sync::StoreRejected("somebody else moved this position");
  }
  store_.open().positions.insert_or_assign(follower, state);
}

std::vector<sync::ParkedKey> MemoryParkedKeys::list(const std::string& follower) {
  std::vector<sync::ParkedKey> out;
  for (const auto& [key, parked] : store_.open().parked) {
    if (parked.follower == follower) out.push_back(parked);
  }
  std::ranges::sort(out, {}, &sync::ParkedKey::first_offset);
  return out;
}

void MemoryParkedKeys::save(const sync::ParkedKey& parked) {
  store_.open().parked.insert_or_assign({parked.follower, parked.aggregate_type, parked.key},
                                        parked);
}

void MemoryParkedKeys::queue(const std::string& follower, const sync::Event& event) {
  store_.open().queued.insert_or_assign({follower, event.aggregate_type, event.key, event.offset},
                                        event);
}

std::vector<sync::Event> MemoryParkedKeys::queued(const sync::ParkedKey& parked,
                                                  std::size_t events_max) {
  std::vector<sync::Event> out;
  const auto& rows = store_.open().queued;
  auto at = rows.lower_bound({parked.follower, parked.aggregate_type, parked.key, 0});
  for (; at != rows.end() && out.size() < events_max; ++at) {
    const auto& [follower, type, key, offset] = at->first;
    if (follower != parked.follower || type != parked.aggregate_type || key != parked.key) break;
    out.push_back(at->second);
  }
  return out;
}

void MemoryParkedKeys::release(const sync::ParkedKey& parked, sync::Offset through, bool whole) {
  auto& open = store_.open();
  std::erase_if(open.queued, [&](const auto& row) {
    const auto& [follower, type, key, offset] = row.first;
    return follower == parked.follower && type == parked.aggregate_type && key == parked.key &&
           offset <= through;
  });
  if (whole) open.parked.erase({parked.follower, parked.aggregate_type, parked.key});
}

}  // namespace memory
