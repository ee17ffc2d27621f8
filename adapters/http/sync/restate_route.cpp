#include <adapters/http/sync/restate_route.hpp>

#include <algorithm>
#include <string>
#include <utility>

#include <boost/describe.hpp>

#include <adapters/http/http_errors.hpp>
#include <adapters/http/problem.hpp>
#include <adapters/http/replies.hpp>
#include <adapters/http/schema.hpp>
#include <adapters/http/sync/module_names.hpp>
#include <adapters/http/sync/sync_routes.hpp>
#include <adapters/json/read.hpp>
#include <adapters/json/write.hpp>
#include <sync/application/restate.hpp>
#include <sync/application/sync_errors.hpp>

namespace http {
namespace {

using Ports = std::shared_ptr<const SyncPorts>;

struct RestateBody {
  std::string aggregate_type;
  std::vector<std::string> keys;
};
BOOST_DESCRIBE_STRUCT(RestateBody, (), (aggregate_type, keys))

struct RestatedJson {
  std::string position;
  std::uint64_t states = 0;
  std::uint64_t absences = 0;
  std::vector<std::string> no_keys;
};
BOOST_DESCRIBE_STRUCT(RestatedJson, (), (position, states, absences, no_keys))

const SyncModule* module_of(const SyncPorts& ports, const std::string& name) {
  const auto found = std::ranges::find_if(ports.modules, [&](const SyncModule& module) {
    return module_of_log(module.log) == name;
  });
  return found == ports.modules.end() ? nullptr : &*found;
}

// A command of the module's own lane, so that what is said is what is there.
void submit(const SyncModule& module, sync::LiveStates& states, RestateBody body, Call call,
            Reply reply) {
  const auto asked = std::make_shared<const RestateBody>(std::move(body));
  const auto done = std::make_shared<sync::Restated>();
  sync::Command command;
  command.origin = call.origin;
  command.bytes = call.request.body.size();
  command.want = [&states, asked] {
    for (const auto& key : asked->keys) static_cast<void>(states.want(key));
  };
  command.decide = [&module, &states, asked, done]() -> shared::Result<std::string> {
    *done = sync::restate(states, asked->keys, *module.outbox);
    return done->states + done->absences > 0 ? "" : "{}";
  };
  command.answer = [done, reply = std::move(reply)](sync::Outcome outcome) mutable {
    if (outcome.refusal) return reply(problem(*outcome.refusal));
    const auto position = sync::to_text(outcome.position);
    auto response = json_response(
        200, json::written(RestatedJson{position, done->states, done->absences, done->no_keys}));
    response.headers.emplace_back("Cleave-Position", position);
    reply(std::move(response));
  };
  module.queue->submit(std::move(command));
}

void handle(const SyncPorts& ports, Call call, Reply reply) {
  auto body = json::read_request<RestateBody>(call.request.body);
  if (!body) return reply(problem(body.error(), call.request_id));
  if (body->keys.empty() || body->keys.size() > sync::restated_keys_max) {
    return reply(problem(sync::errors::too_many_keys(), call.request_id));
  }
  const auto* const module = module_of(ports, call.at("module"));
  if (module == nullptr) {
    return reply(problem(sync::errors::unknown_log(call.at("module") + "/0"), call.request_id));
  }
  for (auto* const states : module->live) {
    if (states->aggregate_type() != body->aggregate_type) continue;
    return submit(*module, *states, std::move(*body), std::move(call), std::move(reply));
  }
  reply(problem(sync::errors::unknown_aggregate(body->aggregate_type), call.request_id));
}

}  // namespace

Route restate_route(const Ports& ports) {
  Route made;
  made.method = "POST";
  made.pattern = "/v1/sync/restate/{module}";
  made.operation_id = "restateAggregates";
  made.tag = "sync";
  made.summary = "Have a module say again what its aggregates are";
  made.description =
      "Each key is told as `<aggregate>.restated` in the module's log, with its version and whole "
      "state, or as absent. Replicas are overwritten; no reaction runs, and nothing else hears of "
      "it. Saying it twice does no harm.";
  made.access = Access::scoped("sync:write");
  made.body = Body::required;
  made.body_schema = "Restate";
  made.answer = {200, "What was said.", "Restated"};
  made.problems = {422, 503};
  made.handle = [ports](Call call, Reply reply) {
    handle(*ports, std::move(call), std::move(reply));
  };
  return made;
}

std::vector<Schema> restate_schemas() {
  return {{"Restate", request_schema<RestateBody>({{"keys", R"("minItems":1,"maxItems":500)"}})},
          {"Restated", answer_schema<RestatedJson>(
                           {{"no_keys", R"("description":"No aggregate can have these.")"}})}};
}

}  // namespace http
