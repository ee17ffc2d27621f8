#pragma once

#include <cstdio>
#include <memory>
#include <optional>
#include <string>

#include <adapters/system/sodium_digest.hpp>

#include <tests/simulation/billing_life.hpp>
#include <tests/simulation/clients.hpp>
#include <tests/simulation/node.hpp>
#include <tests/simulation/stage.hpp>
#include <tests/simulation/user_life.hpp>

namespace sim {

// World: two modules, a bus between them, clients, and a run of bad luck; then peace, in which
// everything must come together.
//   Errors  run() throws a Violation where an invariant does not hold
class World {
 public:
  World(std::uint64_t seed, std::FILE* trace_file);

  void run();

  Stage stage;

 private:
  // world.cpp: the two phases
  void step();
  void suffer();
  void heal();
  void person();
  bool together() const;
  void close_parked(Node& node, bool discard);
  void gather();

  // world_faults.cpp: what goes wrong
  void begin_faults();
  void mischief();
  void strike(Fault fault);
  void strike_process(Fault fault, Node& node);
  void strike_disk(Fault fault, Node& node);
  void strike_history(Node& node);
  Node& either() { return rng_.coin() ? user_ : billing_; }

  // world_checks.cpp: what must hold
  void check();
  void check_user(const LogStory& story);
  void check_billing(const LogStory& story, const LogStory* users);
  void check_follower_of(Node& follower, Node& source, const LogStory& story);
  void check_end();

  Rng rng_;
  os::SodiumDigest digest_;
  Node user_;
  Node billing_;
  Clients clients_;
  std::optional<DiskImage> older_;
  Node* older_of_ = nullptr;
  sync::Offset older_head_ = 0;
  bool restored_ = false;
  bool healing_ = false;
};

}  // namespace sim
