#pragma once

#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>

#include <ports/sync/command.hpp>

#include <adapters/http/replies.hpp>
#include <adapters/http/route.hpp>
#include <adapters/json/write.hpp>

namespace http {

// What a use case answers, as a command does: "" where an event says the new state, else the
// unchanged state as JSON.
template <class State>
std::string unchanged_json(const std::optional<State>& unchanged) {
  return unchanged ? json::written(*unchanged) : "";
}

// One use case as a command of its module's lane.
template <class UseCase>
sync::Command to_command(const UseCase& use_case, typename UseCase::Command input,
                         const Call& call) {
  auto shared_input = std::make_shared<const typename UseCase::Command>(std::move(input));
  sync::Command command;
  command.origin = call.origin;
  command.idempotency = call.idempotency;
  command.bytes = sizeof(input) + call.request.body.size();
  command.want = [&use_case, shared_input] { use_case.want(*shared_input); };
  command.decide = [&use_case, shared_input]() -> shared::Result<std::string> {
    const auto done = use_case(*shared_input);
    if (!done) return shared::refuse(done.error());
    if constexpr (std::is_void_v<typename decltype(done)::value_type>) return std::string{};
    else return unchanged_json(*done);
  };
  return command;
}

// Submits the use case; the answer follows when its outcome is durable.
template <class UseCase>
void submit(sync::CommandQueue& queue, const UseCase& use_case, typename UseCase::Command input,
            const Call& call, Reply reply, Render render = {}) {
  sync::Command command = to_command(use_case, std::move(input), call);
  const int status = call.route->answer.status;
  command.answer = [reply = std::move(reply), render = std::move(render), status,
                    created_in = std::string(call.route->creates_in())](
                       const sync::Outcome& outcome) mutable {
    reply(write_reply(outcome, status, render, created_in));
  };
  queue.submit(std::move(command));
}

}  // namespace http
