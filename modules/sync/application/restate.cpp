#include <sync/application/restate.hpp>

#include <utility>

#include <shared/domain/planted_bug.hpp>
#include <sync/domain/restated.hpp>

namespace sync {

Restated restate(LiveStates& states, const std::vector<std::string>& keys, Outbox& outbox) {
  Restated done;
  for (const auto& key : keys) {
    if (!states.want(key)) {
      done.no_keys.push_back(key);
      continue;
    }
    auto state = states.find(key);
    Draft draft;
    draft.aggregate_type = states.aggregate_type();
    draft.key = key;
    draft.type = restated_type(draft.aggregate_type);
    draft.schema_version = states.schema_version();
    draft.removes = !state;
    draft.version = state ? state->version : 0;
    if (SIM_BUG("restated_advances")) ++draft.version;
    draft.payload = R"({"after":)" + (state ? std::move(state->state) : "null") +
                    R"(,"before":null})";
    outbox.append(std::move(draft));
    ++(draft.removes ? done.absences : done.states);
  }
  return done;
}

}  // namespace sync
