#include <adapters/gateway/billing/behaviour.hpp>

#include <utility>

namespace gateway {

Behaviour behaviour_of(std::string_view method) {
  static constexpr std::pair<std::string_view, Behaviour> names[] = {
      {"sim_ok", Behaviour::ok},
      {"sim_declined", Behaviour::declined},
      {"sim_insufficient_funds", Behaviour::insufficient_funds},
      {"sim_timeout_charged", Behaviour::timeout_charged},
      {"sim_timeout_lost", Behaviour::timeout_lost},
      {"sim_late", Behaviour::late},
      {"sim_double", Behaviour::doubled},
      {"sim_declines_once", Behaviour::declines_once},
  };
  const auto name = method.substr(0, method.find('.'));
  for (const auto& [known, behaviour] : names) {
    if (known == name) return behaviour;
  }
  return Behaviour::unknown;
}

}  // namespace gateway
