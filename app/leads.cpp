#include <app/leads.hpp>

#include <algorithm>
#include <random>

namespace app {
namespace {

bus::Patience patience_to_look() {
  bus::Patience patience;
  patience.tries_max = 1;
  return patience;
}

bus::Patience patience_to_wait() {
  bus::Patience patience;
  patience.pause_max = std::chrono::milliseconds{100};
  patience.nobody_max = std::chrono::milliseconds{3'000};
  return patience;
}

}  // namespace

Leads::Leads(NatsNetwork& network, Core& core)
    : waiting(network.requests(), core.clock, network.timer(), std::random_device{}(),
              patience_to_wait()),
      at_once(network.requests(), core.clock, network.timer(), std::random_device{}(),
              patience_to_look()) {}

void Leads::end() {
  waiting.end();
  at_once.end();
}

bool has_others(const Core& core) {
  return std::ranges::any_of(who_follows_whom(), [&core](const Following& one) {
    return core.find(one.module) == nullptr;
  });
}

std::unique_ptr<Leads> leads_through(NatsNetwork* nats, Core& core) {
  if (nats == nullptr || !has_others(core)) return nullptr;
  return std::make_unique<Leads>(*nats, core);
}

}  // namespace app
