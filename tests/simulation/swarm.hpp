#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>

#include <tests/simulation/sim_rng.hpp>

namespace sim {

// Fault: a class of things that go wrong.
enum class Fault : std::uint8_t {
  kill,         // a process ends, between or inside calls
  power_cut,    // a machine ends, or both
  stop,         // a process ends in order
  io_error,     // calls on a disk fail
  disk_full,    // a disk fills up, and is given room again
  drop,         // the bus loses frames
  delay,        // ... delays them
  repeat,       // ... brings them twice
  reorder,      // ... brings them in another order
  damage,       // ... flips their bits
  wipe,         // ... loses all it holds
  cut_off,      // a module cannot ask the other's log
  lost_answer,  // a client never hears
  poison,       // a handler fails on some keys
  clock_jump,   // a wall clock jumps
  restore,      // an older copy of a store is put in its place
};
inline constexpr std::size_t faults = 16;

const char* to_text(Fault fault);

// Swarm: the subset of faults, and the habits, that one seed runs with. A fault that is always
// there hides what happens without it.
struct Swarm {
  explicit Swarm(Rng rng);

  bool has(Fault fault) const { return enabled[static_cast<std::size_t>(fault)]; }
  void calm() { enabled.fill(false); }

  std::array<bool, faults> enabled{};
  std::uint64_t operations;       // that the clients begin
  std::uint64_t clients;
  std::uint64_t batch_max;        // commands
  std::uint64_t mischief_ms_max;  // between two faults
  bool money;                     // things are sold, and paid for
  bool insight;                   // that module is there
  bool webhook = false;           // that one too
};

// Tally: how often what happened; the rare paths that a run must have walked are among them.
using Tally = std::map<std::string, std::uint64_t, std::less<>>;

// What a long run must have come across, besides every fault.
inline constexpr std::array rare_paths{"a follower stood in a lost history",
                                       "answer lost",
                                       "discarded",
                                       "epoch raised",
                                       "fault: call failed",
                                       "fault: clock jump",
                                       "fault: cut off",
                                       "fault: disk full",
                                       "fault: failed sync that persisted",
                                       "fault: failed sync that was lost",
                                       "fault: frame damaged",
                                       "fault: frame delayed",
                                       "fault: frame dropped",
                                       "fault: frame reordered",
                                       "fault: frame repeated",
                                       "fault: frame wiped",
                                       "fault: older copy restored",
                                       "fault: poison ended the process",
                                       "fault: poison refused",
                                       "fault: poison rejected by the store",
                                       "fault: poison threw",
                                       "fault: power cut",
                                       "fault: process ended",
                                       "parked after crashes",
                                       "refused: idempotency.key_reused",
                                       "refused: storage_full",
                                       "refused: sync.outcome_unknown",
                                       "refused: sync.store_rejected",
                                       "repeat answered as before",
                                       "retried by a person",
                                       "start failed",
                                       "stopped by a source that went back",
                                       "stopped in order",
                                       "webhook: accepted again",
                                       "webhook: accepted, and answered 500",
                                       "webhook: accepted, and the answer lost",
                                       "webhook: answered 302",
                                       "webhook: answered 410",
                                       "webhook: answered 500",
                                       "webhook: answered 503",
                                       "webhook: asked for again",
                                       "webhook: disabled after five days",
                                       "webhook: in the end canceled",
                                       "webhook: in the end failed",
                                       "webhook: in the end succeeded",
                                       "webhook: silence"};

}  // namespace sim
