#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>

#include <ports/sync/event_handler.hpp>
#include <ports/sync/store.hpp>

#include <tests/simulation/sim_disk.hpp>
#include <tests/simulation/sim_rng.hpp>

namespace sim {

// Poison: which keys a replica's handler fails on, and how. It depends on the key alone, so that
// each try of a key fails alike until the cause is mended.
struct Poison {
  enum class Effect : std::uint8_t { none, refuse, fail, reject, kill };

  std::uint64_t salt = 0;
  std::uint32_t refuse_percent = 0;
  std::uint32_t fail_percent = 0;
  std::uint32_t reject_percent = 0;
  std::uint32_t kill_percent = 0;
  // How often it took effect.
  std::uint64_t refused = 0;
  std::uint64_t failed = 0;
  std::uint64_t rejected = 0;
  std::uint64_t killed = 0;
  // How often each event ended the process, by its source's log and its offset.
  std::map<std::pair<std::string, sync::Offset>, int> killed_at;

  Effect on(const std::string& key) const;
  void mend() { refuse_percent = fail_percent = reject_percent = kill_percent = 0; }
};

// RejectingTable: a table whose rows the store refuses, if any are kept.
class RejectingTable final : public sync::WorkingTable {
 public:
  void put() { ++put_; }

  bool load() override { return false; }
  void keep() override { kept_ += put_, put_ = 0; }
  void drop() override { put_ = 0; }
  void flush() override;
  void clear() noexcept override { put_ = kept_ = 0; }

 private:
  int put_ = 0;
  int kept_ = 0;
};

// Dose: what a handler of one follower is given.
struct Dose {
  Poison& poison;
  RejectingTable& rejecting;
  Disk& disk;
  std::string source;  // the log that is followed

  // What becomes of an event that this projection is to take.
  shared::Done give(sync::Projection& to, const sync::Event& event) const;
};

// PoisonedHandler: a replica's real handler, behind the poison.
class PoisonedHandler final : public sync::ReplicaHandler {
 public:
  PoisonedHandler(sync::ReplicaHandler& handler, Dose dose)
      : handler_{handler}, dose_{std::move(dose)} {}

  std::string_view aggregate_type() const override { return handler_.aggregate_type(); }
  int schema_version_max() const override { return handler_.schema_version_max(); }
  void want(const sync::Event& event) override { handler_.want(event); }
  std::int64_t version(const std::string& key) override { return handler_.version(key); }
  shared::Done apply(const sync::Event& event) override { return dose_.give(handler_, event); }

 private:
  sync::ReplicaHandler& handler_;
  Dose dose_;
};

// PoisonedProjection: the same for a fold of another kind.
class PoisonedProjection final : public sync::Projection {
 public:
  PoisonedProjection(sync::Projection& fold, Dose dose) : fold_{fold}, dose_{std::move(dose)} {}

  std::string_view aggregate_type() const override { return fold_.aggregate_type(); }
  int schema_version_max() const override { return fold_.schema_version_max(); }
  void want(const sync::Event& event) override { fold_.want(event); }
  shared::Done apply(const sync::Event& event) override { return dose_.give(fold_, event); }

 private:
  sync::Projection& fold_;
  Dose dose_;
};

}  // namespace sim
