#pragma once

#include <cstdint>
#include <map>
#include <string>

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
  std::map<sync::Offset, int> killed_at;  // how often each event ended the process

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

// PoisonedHandler: a replica's real handler, behind the poison.
class PoisonedHandler final : public sync::ReplicaHandler {
 public:
  PoisonedHandler(sync::ReplicaHandler& handler, Poison& poison, RejectingTable& rejecting,
                  Disk& disk)
      : handler_{handler}, poison_{poison}, rejecting_{rejecting}, disk_{disk} {}

  std::string_view aggregate_type() const override { return handler_.aggregate_type(); }
  int schema_version_max() const override { return handler_.schema_version_max(); }
  void want(const sync::Event& event) override { handler_.want(event); }
  std::int64_t version(const std::string& key) override { return handler_.version(key); }
  shared::Done apply(const sync::Event& event) override;

 private:
  sync::ReplicaHandler& handler_;
  Poison& poison_;
  RejectingTable& rejecting_;
  Disk& disk_;
};

}  // namespace sim
