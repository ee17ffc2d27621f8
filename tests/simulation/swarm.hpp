#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>

#include <sync/application/relay.hpp>

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
  lost_commit,  // the reply to a commit is lost between a module and its database
  freeze,       // one of several instances sleeps, and wakes
  end_one,      // one of several instances ends alone
  broker_away,  // the broker freezes, or starts again
  broker_wiped, // ... starts again on an empty disk
  stuck,        // one of its consumers delivers no more, although it lives
  lost_acks,    // a relay does not hear what became of a batch; part of it arrives late
};
inline constexpr std::size_t faults = 23;
inline constexpr std::size_t faults_of_one_machine = 16;

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
  bool streams = false;           // logs go by a broker's streams, not by the bus
  bool instances = false;         // of user and insight there are two on one database
  sync::Relay::Limits relay;
};

// Tally: how often what happened; the rare paths that a run must have walked are among them.
using Tally = std::map<std::string, std::uint64_t, std::less<>>;

// What a long run must have come across, besides every fault.
inline constexpr std::array rare_paths{"a follower stood in a lost history",
                                       "answer lost",
                                       "discarded",
                                       "epoch raised",
                                       "fault: a consumer stuck",
                                       "fault: an instance stopped",
                                       "fault: an instance was killed",
                                       "fault: broker away",
                                       "fault: broker started again",
                                       "fault: broker wiped",
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
                                       "fault: lost reply, and committed",
                                       "fault: lost reply, and undone",
                                       "fault: older copy restored",
                                       "fault: one that does not lead froze",
                                       "fault: poison ended the process",
                                       "fault: poison refused",
                                       "fault: poison rejected by the store",
                                       "fault: poison threw",
                                       "fault: power cut",
                                       "fault: process ended",
                                       "fault: publish refused by sequence",
                                       "fault: published late",
                                       "fault: published late, and taken",
                                       "fault: push damaged",
                                       "fault: push lost",
                                       "fault: push reordered",
                                       "fault: push repeated",
                                       "fault: stream full",
                                       "fault: the one that leads froze",
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
                                       "takeover",
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
