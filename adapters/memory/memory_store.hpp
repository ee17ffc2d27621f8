#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include <ports/sync/event_log.hpp>
#include <ports/sync/follower_store.hpp>
#include <ports/sync/idempotency.hpp>
#include <ports/sync/store.hpp>

namespace memory {

// Database: everything one module keeps for the sync core, in memory.
struct Database {
  std::vector<sync::Commit> commits;
  std::vector<sync::EpochStart> epochs{{}};
  std::map<sync::Hash256, sync::IdempotencyRecord> idempotency;
  std::map<std::string, sync::FollowerState> positions;
  std::map<std::tuple<std::string, std::string, std::string>, sync::ParkedKey> parked;
  std::map<std::tuple<std::string, std::string, std::string, sync::Offset>, sync::Event> queued;

  sync::Head head() const;
};

// MemoryStore: the store of that database: a transaction works on a copy, and commit() makes the
// copy durable. A test may have begin() or commit() fail as a real store does.
class MemoryStore final : public sync::Store {
 public:
  void begin() override;
  void fetch() override {}
  sync::Head head() override { return open().head(); }
  void commit() override;
  void rollback() noexcept override;

  // Throws what a real store would, or returns; the commit that it is asked about took effect or
  // did not, as the second tells.
  struct Fault {
    std::function<void()> fail;
    bool committed = false;
  };
  std::function<void()> on_begin;    // called first, may throw
  std::vector<Fault> commit_faults;  // one for each commit, first to last; then none

  Database& open();  // the transaction's copy
  const Database& durable() const { return durable_; }
  Database& planted() { return durable_; }  // for tests that change it behind the core's back
  std::size_t commits_made() const { return commits_made_; }

 private:
  Database durable_;
  std::optional<Database> open_;
  std::size_t commits_made_ = 0;
};

class MemoryEventLog final : public sync::EventLog, public sync::LogReader {
 public:
  explicit MemoryEventLog(MemoryStore& store) : store_(store) {}

  void append(const sync::Commit& commit) override;
  std::optional<sync::Event> at(sync::Offset offset) override;
  void raise_epoch(const sync::EpochStart& start) override;

  sync::Head head() override { return store_.durable().head(); }
  std::vector<sync::Commit> read(sync::Offset after, sync::ReadLimits limits) override;
  std::vector<sync::Event> events(sync::Offset after, std::size_t events_max) override;
  std::optional<sync::Hash256> chain_at(sync::Offset offset) override;
  std::vector<sync::EpochStart> epochs() override { return store_.durable().epochs; }

 private:
  MemoryStore& store_;
};

class MemoryIdempotencyRecords final : public sync::IdempotencyRecords, public sync::WorkingTable {
 public:
  explicit MemoryIdempotencyRecords(MemoryStore& store) : store_(store) {}

  void want(const sync::Hash256&) override {}
  std::optional<sync::IdempotencyRecord> find(const sync::Hash256& key) override;
  void add(sync::IdempotencyRecord record) override;
  std::size_t forget(shared::Instant before, std::size_t rows_max) override;

  bool load() override { return false; }
  void keep() override { kept_ = added_.size(); }
  void drop() override { added_.resize(kept_); }
  void flush() override;
  void clear() noexcept override;

 private:
  MemoryStore& store_;
  std::vector<sync::IdempotencyRecord> added_;
  std::size_t kept_ = 0;
};

class MemoryFollowerPositions final : public sync::FollowerPositions {
 public:
  explicit MemoryFollowerPositions(MemoryStore& store) : store_(store) {}

  std::optional<sync::FollowerState> lock(const std::string& follower) override;
  void save(const std::string& follower, std::optional<sync::Offset> expected,
            const sync::FollowerState& state) override;

 private:
  MemoryStore& store_;
};

class MemoryParkedKeys final : public sync::ParkedKeys {
 public:
  explicit MemoryParkedKeys(MemoryStore& store) : store_(store) {}

  std::vector<sync::ParkedKey> list(const std::string& follower) override;
  void save(const sync::ParkedKey& parked) override;
  void queue(const std::string& follower, const sync::Event& event) override;
  std::vector<sync::Event> queued(const sync::ParkedKey& parked, std::size_t events_max) override;
  void release(const sync::ParkedKey& parked, sync::Offset through, bool whole) override;

 private:
  MemoryStore& store_;
};

}  // namespace memory
