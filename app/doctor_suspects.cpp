#include <app/doctor_suspects.hpp>

#include <algorithm>

#include <adapters/json/document.hpp>
#include <adapters/json/raw.hpp>
#include <sync/application/key_walk.hpp>

namespace app {
namespace {

constexpr std::size_t events_looked_at_max = 50;
constexpr sync::Offset rows_looked_at = 50'000;

bool follows(const sync::Event& before, const sync::Event& after) {
  return after.version == before.version + 1 &&
         json::raw_member(after.payload, "before") == json::raw_member(before.payload, "after");
}

bool is_json(const std::string& text) {
  const json::Document document{text};
  return !document.refusal() && document.root().is_object();
}

bool contradicted(sync::KeyHistory& history, const sync::Event& event) {
  if (!is_json(event.payload)) return true;
  const auto earliest = event.offset > rows_looked_at ? event.offset - rows_looked_at : 1;
  const auto before = history.newest(event.key, earliest, event.offset - 1, 1);
  const auto behind =
      history.oldest(event.key, event.offset + 1, event.offset + rows_looked_at, 1);
  return (!before.empty() && is_json(before[0].payload) && !follows(before[0], event)) ||
         (!behind.empty() && is_json(behind[0].payload) && !follows(event, behind[0]));
}

}  // namespace

std::vector<std::string> suspects_in(LogAccess& log, const sync::ChainBreak& broken) {
  std::vector<std::string> suspects;
  const auto count = std::min<std::size_t>(broken.last - broken.first + 1, events_looked_at_max);
  if (count < 2 || broken.events.empty()) return suspects;
  for (const auto& event : log.reader.events(broken.first - 1, count)) {
    if (contradicted(log.history, event)) suspects.push_back(shared::to_text(event.id));
  }
  if (suspects.size() == count) suspects.clear();
  return suspects;
}

}  // namespace app
