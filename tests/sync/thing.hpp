#pragma once

#include <map>
#include <string>
#include <vector>

#include <adapters/memory/memory_store.hpp>
#include <adapters/system/sodium_digest.hpp>
#include <ports/shared/ids.hpp>
#include <ports/sync/event_handler.hpp>
#include <ports/sync/observer.hpp>
#include <sync/application/unit_of_work.hpp>

#include <tests/sync/samples.hpp>

// A module as small as one can be: things, which have a key and a version.
namespace thing {

class CountingIds final : public shared::Ids {
 public:
  shared::Uuid next() override {
    shared::Uuid id;
    ++count_;
    for (std::size_t i = 0; i < 8; ++i)
      id.bytes[15 - i] = static_cast<std::uint8_t>(count_ >> 8 * i);
    return id;
  }

 private:
  std::uint64_t count_ = 0;
};

// What the core told: for tests to look at.
class Witness final : public sync::Observer {
 public:
  void log_moved(const std::string&, const sync::Head& head) override { heads.push_back(head); }
  void follower_moved(const sync::FollowerStatus& status) override { last = status; }
  void applied(const std::string&, const sync::Event& event) override {
    applied_offsets.push_back(event.offset);
  }
  void parked(const sync::ParkedKey& key) override { parked_keys.push_back(key.key); }
  void alarm(const std::string&, const std::string& what) override { alarms.push_back(what); }

  std::vector<sync::Head> heads;
  sync::FollowerStatus last;
  std::vector<sync::Offset> applied_offsets;
  std::vector<std::string> parked_keys;
  std::vector<std::string> alarms;
};

class NoBus final : public sync::EventBus {
 public:
  void publish(const std::string&, std::string frame) override {
    frames.push_back(std::move(frame));
  }
  std::vector<std::string> frames;
};

// Things: a working table of key -> version, durable in `rows` of its own once the store is.
class Things final : public sync::WorkingTable {
 public:
  explicit Things(const memory::MemoryStore& store) : store_(store) {}

  std::int64_t version(const std::string& key) {
    settle();
    const auto at = open_.find(key);
    return at == open_.end() ? 0 : at->second;
  }
  void put(const std::string& key, std::int64_t version) { open_[key] = version; }
  void remove(const std::string& key) { open_.erase(key); }

  bool load() override {
    settle();
    return false;
  }
  void keep() override { kept_ = open_; }
  void drop() override { open_ = kept_; }
  void flush() override {
    for (const auto& key : unstorable) {
      if (kept_.contains(key)) throw sync::StoreRejected("a constraint refuses " + key);
    }
    for (const auto& [key, version] : unstorable_versions) {
      const auto at = kept_.find(key);
      if (at != kept_.end() && at->second == version) {
        throw sync::StoreRejected("a constraint refuses " + key);
      }
    }
    flushed_ = kept_;
    flushed_at_ = store_.commits_made();
  }
  void clear() noexcept override {
    settle();
    flushed_.reset();
    open_ = kept_ = rows_;
  }
  const std::map<std::string, std::int64_t>& rows() {
    settle();
    return rows_;
  }

  std::vector<std::string> unstorable;
  std::map<std::string, std::int64_t> unstorable_versions;

 private:
  // What was flushed is durable once the store has committed since.
  void settle() {
    if (flushed_ && store_.commits_made() > flushed_at_) {
      rows_ = *flushed_;
      flushed_.reset();
    }
  }

  const memory::MemoryStore& store_;
  std::map<std::string, std::int64_t> rows_;
  std::map<std::string, std::int64_t> kept_;
  std::map<std::string, std::int64_t> open_;
  std::optional<std::map<std::string, std::int64_t>> flushed_;
  std::size_t flushed_at_ = 0;
};

// Module: the store, the table and the unit of work of one module.
struct Module {
  explicit Module(std::string log_name) : name(std::move(log_name)) {}

  std::string name;
  memory::MemoryStore store;
  memory::MemoryEventLog log{store};
  memory::MemoryIdempotencyRecords idempotency{store};
  memory::MemoryFollowerPositions positions{store};
  memory::MemoryParkedKeys parked{store};
  Things things{store};
  samples::StillClock clock;
  CountingIds ids;
  NoBus bus;
  Witness witness;
  sync::UnitOfWork unit{
      {name, store, log, {&things, &idempotency}, samples::digest(), ids, bus, witness}};
};

}  // namespace thing
