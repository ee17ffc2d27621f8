#pragma once

#include <cstdio>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include <adapters/system/sodium_digest.hpp>

#include <tests/simulation/billing_life.hpp>
#include <tests/simulation/books_check.hpp>
#include <tests/simulation/clients.hpp>
#include <tests/simulation/insight_life.hpp>
#include <tests/simulation/model.hpp>
#include <tests/simulation/node.hpp>
#include <tests/simulation/sim_gateway.hpp>
#include <tests/simulation/stage.hpp>
#include <tests/simulation/user_life.hpp>
#include <tests/simulation/webhooks.hpp>

namespace sim {

// World: modules, a bus between them, clients, a payment gateway, and a run of bad luck; then
// peace, in which everything must come together.
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
  void cashier();
  void pass_time();
  void age();
  bool together();
  std::string apart() const;
  void close_parked(Node& node, bool discard);
  void close_parked(Node& node, const std::string& source, const sync::ParkedKey& parked,
                    bool discard);
  void gather();

  // world_faults.cpp: what goes wrong
  void begin_faults();
  void mischief();
  void strike(Fault fault);
  void strike_process(Fault fault, Node& node);
  void strike_disk(Fault fault, Node& node);
  void strike_history(Node& node);
  void begin_faults_elsewhere();
  void mischief_elsewhere();
  void strike_elsewhere(Fault fault);
  Node& any() { return *rng_.pick(nodes_); }

  // world_checks.cpp, world_money_checks.cpp: what must hold
  using Stories = std::map<const Node*, LogStory>;
  void check();
  void check_user(const LogStory& story);
  void check_billing(const LogStory& story, const LogStory* users);
  void check_reaction(const sync::Event& event, const LogStory* users) const;
  void count_events(const LogStory& story);
  void check_lives(const BillingModel& model, const LogStory& users);
  void check_followers_of(Node& node, const Stories& stories);
  void check_tallies(const Stories& stories);
  void check_webhooks(const Stories& stories);
  void check_end();
  BillingLife& billing_life() { return static_cast<BillingLife&>(billing_.life()); }

  Rng rng_;
  Rng elsewhere_{stage.rng.split("elsewhere")};  // what befalls brokers, servers and instances
  os::SodiumDigest digest_;
  Node user_;
  Node billing_;
  SimGateway gateway_;
  std::optional<Node> insight_;
  std::optional<Webhooks> webhooks_;
  std::vector<Node*> nodes_;  // all there are
  Clients clients_;
  std::map<const Node*, Verified> verified_;
  EntriesSeen entries_seen_;
  std::set<std::string> discarded_;  // keys that a person gave up somewhere
  std::optional<DiskImage> older_;
  Node* older_of_ = nullptr;
  sync::Offset older_head_ = 0;
  bool restored_ = false;
  bool healing_ = false;
  bool ended_ = false;  // all is together
};

}  // namespace sim
