#pragma once

#include <map>
#include <string>

#include <tests/simulation/delivery_check.hpp>
#include <tests/simulation/node.hpp>
#include <tests/simulation/sim_receiver.hpp>
#include <tests/simulation/stage.hpp>
#include <tests/simulation/subscribers.hpp>
#include <tests/simulation/webhook_life.hpp>

namespace sim {

// Webhooks: the webhook module in its world: its process, those who want to be told what happens,
// and the systems that are told.
class Webhooks {
 public:
  // The history of each log that holds where the module stands in it; of those that can be asked.
  using Histories = std::map<std::string, const LogStory*>;

  Webhooks(Stage& stage, sync::Follower::Limits limits, Node& user, Node& billing);

  void start() { subscribers_.start(); }
  void calm();
  // Nothing is pending.
  bool at_rest();
  // Time passes until something is due, where nothing is.
  void pass_time();
  // A month passes, after which the module starts again ...
  void age();
  // ... and nothing that was settled before it is left.
  bool forgotten();
  // `story`: of the module's own log.
  void check(const LogStory& story, const Histories& histories, bool ended);

  Node& node() { return node_; }

 private:
  WebhookLife& life() { return static_cast<WebhookLife&>(node_.life()); }
  void taken(const std::string& follower, sync::Offset offset);
  void look_at_taken();
  void check_log(const LogStory& story);

  Stage& stage_;
  SimReceiver receivers_;
  Node node_;
  Subscribers subscribers_;
  // By follower: where the module's own log ended when it took each event of the other.
  std::map<std::string, std::map<sync::Offset, sync::Offset>> taken_at_;
};

}  // namespace sim
