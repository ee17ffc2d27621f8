#include <adapters/http/sync/parked_routes.hpp>

#include <algorithm>

#include <adapters/http/asking.hpp>
#include <adapters/http/problem.hpp>
#include <adapters/http/replies.hpp>
#include <adapters/http/sync/sync_json.hpp>
#include <adapters/json/cloud_event.hpp>
#include <adapters/json/read.hpp>
#include <adapters/json/write.hpp>
#include <sync/application/sync_errors.hpp>

namespace http {
namespace {

using Ports = std::shared_ptr<const SyncPorts>;

constexpr std::size_t shown_events_max = 100;

struct DiscardBody {
  std::string reason;
};
BOOST_DESCRIBE_STRUCT(DiscardBody, (), (reason))

std::optional<sync::ParkedKey> find(const SyncStatus& status, const Call& call) {
  for (const auto& report : status.followers) {
    if (report.status.follower != call.at("follower") || !report.status.parked) continue;
    for (const auto& parked : *report.status.parked) {
      if (parked.aggregate_type == call.at("aggregate_type") && parked.key == call.at("key")) {
        return parked;
      }
    }
  }
  return std::nullopt;
}

// The module whose follower has that name: "billing-follows-user" is billing's.
const SyncModule* module_of(const SyncPorts& ports, const std::string& follower) {
  for (const auto& module : ports.modules) {
    const auto name = module.log.substr(0, module.log.find('/'));
    if (follower.starts_with(name + "-follows-")) return &module;
  }
  return nullptr;
}

void list(const SyncPorts& ports, const Call& call, Reply reply) {
  const auto follower = call.request.parameter("follower");
  const auto page = page_of(call.request);
  if (!page) return reply(problem(page.error(), call.request_id));
  std::vector<std::string> elements;
  bool has_more = false;
  bool begun = page->starting_after.empty();
  for (const auto& report : ports.status().followers) {
    if (!report.status.parked || (follower && report.status.follower != *follower)) continue;
    for (const auto& parked : *report.status.parked) {
      const auto id = parked.follower + '/' + parked.aggregate_type + '/' + parked.key;
      if (!begun) {
        begun = id == page->starting_after;
      } else if (elements.size() < page->limit) {
        elements.push_back(json::written(to_json(parked)));
      } else {
        has_more = true;
      }
    }
  }
  reply(json_response(200, list_body(elements, has_more)));
}

void show(const SyncPorts& ports, Call call, Reply reply) {
  const auto parked = find(ports.status(), call);
  const auto* module = module_of(ports, call.at("follower"));
  if (!parked || module == nullptr) {
    return reply(problem(sync::errors::parked_not_found(), call.request_id));
  }
  std::string source;
  sync::Epoch epoch = 1;
  for (const auto& report : ports.status().followers) {
    if (report.status.follower != parked->follower) continue;
    source = report.status.source;
    epoch = report.status.epoch;
  }
  auto shared_reply = std::make_shared<Reply>(std::move(reply));
  const bool taken = module->read([=, parked = *parked](LogViews views) {
    std::string body = json::written(to_json(parked));
    body.pop_back();
    body += R"(,"waiting":[)";
    try {
      for (const auto& event : views.parked.queued(parked, shown_events_max)) {
        if (body.back() != '[') body += ',';
        body += json::to_cloud_event(source, epoch, event);
      }
    } catch (const sync::StoreFailure&) {
      return (*shared_reply)(problem(errors::store_unavailable(), call.request_id));
    }
    (*shared_reply)(json_response(200, body + "]}"));
  });
  if (!taken) (*shared_reply)(problem(errors::overloaded(), call.request_id));
}

// Retry and discard are commands of the follower's own lane, so that they have their turn between
// two of its batches. What they do shows in the key that is answered.
using Act = std::function<shared::Done(sync::Follower&, sync::ParkedKey&)>;

void act(const SyncPorts& ports, Call call, Reply reply, Act act_on) {
  const auto* module = module_of(ports, call.at("follower"));
  auto parked = find(ports.status(), call);
  if (module == nullptr || !parked) {
    return reply(problem(sync::errors::parked_not_found(), call.request_id));
  }
  sync::Command command;
  command.origin = call.origin;
  command.want = [] {};
  command.decide = [module, parked = std::move(*parked),
                    act_on = std::move(act_on)]() -> shared::Result<std::string> {
    auto* follower = module->follower(parked.follower);
    if (follower == nullptr) return shared::refuse(sync::errors::parked_not_found());
    auto shown = parked;
    const auto done = act_on(*follower, shown);
    if (!done) return shared::refuse(done.error());
    return json::written(to_json(shown));
  };
  command.answer = [reply = std::move(reply)](sync::Outcome outcome) mutable {
    if (outcome.refusal) return reply(problem(*outcome.refusal));
    reply(json_response(200, std::move(outcome.reply)));
  };
  module->queue->submit(std::move(command));
}

Route route(std::string method, std::string pattern, std::string operation_id, std::string summary,
            std::string scope) {
  Route made;
  made.method = std::move(method);
  made.pattern = std::move(pattern);
  made.operation_id = std::move(operation_id);
  made.tag = "sync";
  made.summary = std::move(summary);
  made.access = Access::scoped(std::move(scope));
  return made;
}

constexpr auto one_key = "/v1/sync/parked/{follower}/{aggregate_type}/{key}";

Route list_route(const Ports& ports) {
  auto made = route("GET", "/v1/sync/parked", "listParkedKeys",
                    "List the keys that wait because an event could not be applied", "sync:read");
  made.description =
      "starting_after takes the last element as follower/aggregate_type/key. Discarded keys are "
      "listed too, until a later event heals them.";
  made.query = {{"follower", "Of this follower alone.", R"({"type":"string"})"},
                {"limit", "At most so many.",
                 R"({"type":"integer","minimum":1,"maximum":1000,"default":50})"},
                {"starting_after", "Behind this one.", R"({"type":"string"})"}};
  made.answer = {200, "Parked keys.", "ParkedKeyList"};
  made.handle = [ports](Call call, Reply reply) { list(*ports, call, std::move(reply)); };
  return made;
}

Route show_route(const Ports& ports) {
  auto made = route("GET", one_key, "getParkedKey", "Show a parked key with the events that wait",
                    "sync:read");
  made.description = "The first 100 events are shown, as CloudEvents.";
  made.answer = {200, "The parked key.", "ParkedKeyWithEvents"};
  made.problems = {404, 503};
  made.handle = [ports](Call call, Reply reply) {
    show(*ports, std::move(call), std::move(reply));
  };
  return made;
}

Route retry_route(const Ports& ports) {
  auto made = route("POST", std::string{one_key} + "/retry", "retryParkedKey",
                    "Try a parked key again now", "sync:write");
  made.description = "Answers at once; whether it could be applied shows in the list.";
  made.answer = {200, "The key as it stood.", "ParkedKey"};
  made.problems = {404, 409, 503};
  made.handle = [ports](Call call, Reply reply) {
    act(*ports, std::move(call), std::move(reply),
        [](sync::Follower& follower, sync::ParkedKey& parked) {
          parked.attempts = 0;
          return follower.retry(parked.aggregate_type, parked.key);
        });
  };
  return made;
}

Route discard_route(const Ports& ports) {
  auto made = route("POST", std::string{one_key} + "/discard", "discardParkedKey",
                    "Drop the events that wait for a key, for a stated reason", "sync:write");
  made.description =
      "The copy of this key stays as it is, which counts as accepted until a later event of the "
      "key heals it.";
  made.body = Body::required;
  made.body_schema = "DiscardRequest";
  made.answer = {200, "The key as it stands now.", "ParkedKey"};
  made.problems = {404, 409, 422, 503};
  made.handle = [ports](Call call, Reply reply) {
    auto body = json::read_request<DiscardBody>(call.request.body);
    if (!body) return reply(problem(body.error(), call.request_id));
    act(*ports, std::move(call), std::move(reply),
        [reason = std::move(body->reason)](sync::Follower& follower, sync::ParkedKey& parked) {
          parked.discarded = true;
          parked.events = 0;
          parked.reason = reason;
          return follower.discard(parked.aggregate_type, parked.key, reason);
        });
  };
  return made;
}

}  // namespace

std::vector<Route> parked_routes(std::shared_ptr<const SyncPorts> ports) {
  return {list_route(ports), show_route(ports), retry_route(ports), discard_route(ports)};
}

}  // namespace http
