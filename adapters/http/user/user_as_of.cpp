#include <adapters/http/user/user_as_of.hpp>

#include <optional>
#include <string>

#include <sync/application/key_walk.hpp>
#include <sync/application/sync_errors.hpp>
#include <sync/application/tokens.hpp>
#include <user/domain/user_errors.hpp>

#include <adapters/http/http_errors.hpp>
#include <adapters/http/problem.hpp>
#include <adapters/http/replies.hpp>
#include <adapters/json/raw.hpp>
#include <adapters/json/user/user_json.hpp>

namespace http {
namespace {

constexpr std::string_view user_log = "user/0";

sync::Epoch epoch_at(const std::vector<sync::EpochStart>& epochs, sync::Offset offset) {
  auto epoch = epochs.front().epoch;
  for (const auto& start : epochs) {
    if (start.first_offset <= offset) epoch = start.epoch;
  }
  return epoch;
}

// Which offset is meant.
shared::Result<sync::Offset> offset_of(UserReading& reading, const std::string& as_of,
                                       const std::vector<sync::EpochStart>& epochs,
                                       sync::Offset head) {
  if (const auto position = sync::parse_position(as_of); position && position->log == user_log) {
    const auto reached = sync::reached(*position, {epochs, head, head});
    if (!reached) return shared::refuse(reached.error());
    return position->offset;
  }
  if (const auto at = shared::parse_rfc3339(as_of)) {
    return sync::offset_at(reading.log, reading.history.first(), head, *at);
  }
  return shared::refuse(errors::bad_parameter(
      "as_of", "a time like 2026-11-20T10:57:43.120Z, or a position like user/0:1:42"));
}

shared::Result<std::string> state_of(const sync::KeyThen& then,
                                     const std::optional<user::events::UserState>& now) {
  using Kind = sync::KeyThen::Kind;
  if (then.kind == Kind::silent && now) return json::written(*now);
  if (!then.event) return shared::refuse(user::errors::not_found());
  if (then.kind == Kind::after && then.event->removes) {
    return shared::refuse(
        user::errors::deleted_by_then(shared::to_rfc3339(then.event->occurred_at)));
  }
  const auto member = then.kind == Kind::after ? "after" : "before";
  const auto state = json::raw_member(then.event->payload, member);
  if (state.empty() || state == "null") return shared::refuse(user::errors::not_found());
  return std::string{state};
}

}  // namespace

Response show_as_of(UserReading& reading, const Call& call, const user::UserId& id) {
  const auto now = reading.users.find(id);  // before the log's end: see key_as_of
  const auto head = reading.log.head().offset;
  const auto epochs = reading.log.epochs();
  const auto at =
      offset_of(reading, std::string{*call.request.parameter("as_of")}, epochs, head);
  if (!at) return problem(at.error(), call.request_id);
  const auto then = sync::key_as_of(reading.history, id.text(), *at, head, now.has_value());
  if (!then) return problem(then.error(), call.request_id);
  auto state = state_of(*then, now);
  if (!state) return problem(state.error(), call.request_id);
  auto response = json_response(200, std::move(*state));
  const sync::Position position{std::string{user_log}, epoch_at(epochs, *at), *at};
  response.headers.emplace_back("Cleave-Position", sync::to_text(position));
  return response;
}

}  // namespace http
