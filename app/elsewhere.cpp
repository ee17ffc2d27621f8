#include <app/elsewhere.hpp>

#include <algorithm>
#include <random>

#include <app/modules.hpp>

namespace app {
namespace {

std::vector<std::string> not_of(const Core& core) {
  std::vector<std::string> names;
  for (const auto& kind : module_kinds()) {
    if (core.find(kind.name) == nullptr) names.emplace_back(kind.name);
  }
  return names;
}

std::vector<std::string> followed(std::vector<std::string> modules) {
  std::erase_if(modules, [](const std::string& module) { return !is_followed(module); });
  return modules;
}

}  // namespace

Elsewhere::Elsewhere(NatsNetwork& network, Core& core)
    : modules_(not_of(core)),
      patient_(network.requests(), core.clock, network.timer(), std::random_device{}()),
      keys(patient_.repeating(), core.clock),
      tails(network.connection(), patient_.repeating(), core, followed(modules_),
            [this](std::string_view log, const sync::Event& event) {
              if (log == "user/0" && event.type == "api_key.revoked") keys.revoked(event.key);
            }) {}

bool Elsewhere::has(const std::string& module) const {
  return std::ranges::find(modules_, module) != modules_.end();
}

void Elsewhere::end() {
  patient_.end();
  tails.stop();
}

}  // namespace app
