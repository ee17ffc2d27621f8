#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include <adapters/system/sodium_digest.hpp>

#include <tests/simulation/history.hpp>
#include <tests/simulation/node.hpp>
#include <tests/simulation/stage.hpp>
#include <tests/simulation/wishes.hpp>

namespace sim {

// Clients: those who send commands: one wish at a time each, repeated under its Idempotency-Key
// while the answer is lost or says "later", sometimes under a key that was used for another wish.
class Clients {
 public:
  Clients(Stage& stage, Node& user, Node& billing);

  // Each begins, after a moment of its own.
  void start();
  // They begin nothing new and finish what they have begun.
  void finish() { finishing_ = true; }
  // Nobody waits for anything any more.
  bool quiet() const;
  bool begun_all() const { return history.operations().size() >= stage_.swarm.operations; }
  History history;

 private:
  struct Client {
    Operation* operation = nullptr;
    std::size_t tries = 0;
    std::uint64_t waiting_for = 0;  // the number of what was sent last; 0: for nothing
  };

  void turn(std::size_t at);
  void later(std::size_t at, std::uint64_t ms_max);
  void begin(Client& client);
  void send(std::size_t at);
  void answered(std::size_t at, std::uint64_t number, const sync::Outcome& outcome);
  void give_up(Client& client);
  sync::Idempotency idempotency(const Operation& operation) const;

  Stage& stage_;
  Node& user_;
  Node& billing_;
  Rng rng_;
  os::SodiumDigest digest_;
  std::vector<Client> clients_;
  Wishes wishes_;
  std::uint64_t keys_ = 0;
  std::uint64_t sent_ = 0;
  bool finishing_ = false;
};

}  // namespace sim
