#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include <tests/simulation/node.hpp>
#include <tests/simulation/sim_receiver.hpp>
#include <tests/simulation/stage.hpp>
#include <tests/simulation/webhook_life.hpp>

namespace sim {

// Subscribers: those who want to be told what happens. At moments of their own they make
// endpoints, change, disable, enable and end them, and have deliveries made and made again.
// Meanwhile hours pass, so that what failed is tried again.
class Subscribers {
 public:
  Subscribers(Stage& stage, Node& webhook, SimReceiver& receivers);

  void start() { turn(); }
  void finish() { finishing_ = true; }

  // What was acknowledged: events, and deliveries that are due to nobody's event but a person's
  // word, each with a place of the module's log before which it was not said.
  const std::vector<sync::Event>& acknowledged() const { return acknowledged_; }
  const std::map<webhook::DeliveryId, sync::Offset>& promised() const { return promised_; }
  // Whether that is one of their commands.
  bool asked(const std::string& command) const { return asked_.contains(command); }

 private:
  enum class Act : std::uint8_t { disable, enable, remove, rotate, update, test, replay, wait };
  using Agreed = std::move_only_function<void()>;

  void turn();
  void act();
  void create();
  void do_to(Receiver& receiver, Act act);
  void disable(Receiver& receiver);
  void enable(Receiver& receiver);
  void remove(Receiver& receiver);
  void rotate(Receiver& receiver);
  void test(Receiver& receiver);
  void replay();
  void wait();
  template <class UseCase>
  void send(const UseCase& use_case, typename UseCase::Command input, Agreed agreed);
  void promise(const webhook::DeliveryId& delivery, sync::Offset not_before);
  webhook::Endpoint::Words words();
  std::optional<std::int64_t> some_version();
  webhook::WebhookModule& module();
  shared::Instant now() { return webhook_.machine.clock.now(); }

  Stage& stage_;
  Node& webhook_;
  SimReceiver& receivers_;
  Rng rng_;
  std::size_t receivers_max_;
  std::chrono::hours waited_{0};
  bool finishing_ = false;
  std::set<std::string> asked_;
  std::vector<sync::Event> acknowledged_;
  std::map<webhook::DeliveryId, sync::Offset> promised_;
};

}  // namespace sim
