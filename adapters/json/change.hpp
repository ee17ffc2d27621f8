#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <ports/sync/outbox.hpp>

#include <shared/domain/result.hpp>

#include <adapters/json/read.hpp>
#include <adapters/json/write.hpp>

// A module's typed event as the payload of its log, and back.
//   Shape   {"after":{...}|null,"before":{...}|null}, with "reason" where an event has one;
//           `after` comes first, so that who needs no more can stop reading there
namespace json {

// The event as its module's outbox takes it. An event without `after` ends its aggregate, and is
// one version more than what was.
template <class Event>
sync::Draft to_draft(const Event& event, std::string_view aggregate_type, int schema_version) {
  constexpr bool has_after = requires { event.after; };
  constexpr bool has_before = requires { event.before; };
  sync::Draft draft;
  draft.aggregate_type = aggregate_type;
  draft.type = Event::type;
  draft.schema_version = schema_version;
  draft.removes = !has_after;

  std::string& out = draft.payload;
  constexpr std::size_t usual_bytes = 1024;
  out.reserve(usual_bytes);
  out += R"({"after":)";
  if constexpr (has_after) {
    draft.key = event.after.id;
    draft.version = event.after.version;
    write(out, event.after);
  } else {
    draft.key = event.before.id;
    draft.version = event.before.version + 1;
    out += "null";
  }
  out += R"(,"before":)";
  if constexpr (has_before) write(out, event.before);
  else out += "null";
  if constexpr (requires { event.reason; }) {
    out += R"(,"reason":)";
    write(out, event.reason);
  }
  out += '}';
  return draft;
}

// The text of a payload's `after`: an object, or null where the aggregate ended.
//   Errors  those of read_event, where the payload has no such member
shared::Result<std::string> after_of(std::string_view payload);

// The same, read tolerantly; nothing where it is null.
template <class State>
shared::Result<std::optional<State>> read_after(std::string_view payload) {
  const auto after = after_of(payload);
  if (!after) return shared::refuse(after.error());
  if (*after == "null") return std::optional<State>{};
  auto state = read_event<State>(*after);
  if (!state) return shared::refuse(state.error());
  return std::optional<State>{std::move(*state)};
}

}  // namespace json
