#include <adapters/http/sync/sync_routes.hpp>

#include <algorithm>
#include <iterator>
#include <memory>

#include <adapters/http/replies.hpp>
#include <adapters/http/sync/event_routes.hpp>
#include <adapters/http/sync/history_route.hpp>
#include <adapters/http/sync/parked_routes.hpp>
#include <adapters/http/sync/restate_route.hpp>
#include <adapters/http/sync/sync_json.hpp>
#include <adapters/json/write.hpp>

namespace http {
namespace {

constexpr auto parked_key_schema = R"({"type":"object","properties":{
"follower":{"type":"string","examples":["billing-follows-user"]},
"aggregate_type":{"type":"string","examples":["user"]},
"key":{"type":"string"},
"first_offset":{"type":"integer","description":"of the event that failed first"},
"applied_version":{"type":"integer","description":"that the copy holds; 0: it holds none"},
"source_version":{"type":"integer","description":"newest that waits; 0: it was removed"},
"events":{"type":"integer","description":"that wait"},
"attempts":{"type":"integer"},
"since":{"type":"string","format":"date-time"},
"retry_at":{"type":"string","format":"date-time"},
"reason":{"type":"string"},
"discarded":{"type":"boolean"}},
"required":["follower","aggregate_type","key","first_offset","events","attempts","reason"]})";

constexpr auto status_schema = R"({"type":"object","properties":{
"logs":{"type":"array","items":{"type":"object","properties":{
"log":{"type":"string"},"epoch":{"type":"integer"},"head":{"type":"integer"},
"chain":{"type":"string"},
"roots":{"type":"object","additionalProperties":{"type":"string"}},
"epochs":{"type":"array","items":{"type":"object","properties":{
"epoch":{"type":"integer"},"first_offset":{"type":"integer"}}}}}}},
"followers":{"type":"array","items":{"type":"object","properties":{
"follower":{"type":"string"},"source":{"type":"string"},"position":{"type":"string"},
"offset":{"type":"integer"},"head":{"type":"integer"},"lag_events":{"type":"integer"},
"lag_ms":{"type":"integer"},"parked_keys":{"type":"integer"},
"discarded_keys":{"type":"integer"},
"state":{"type":"string","enum":["running","waiting","stopped"]},
"stopped":{"type":"string"},"waiting":{"type":"string"},
"differs_at":{"type":"integer","description":"0: the copy weighs what the source weighs"},
"verified_offset":{"type":["integer","null"],
"description":"up to where a check found its copies to be what the source says; null: none yet"},
"verified_at":{"type":["string","null"],"format":"date-time"}}}}},
"required":["logs","followers"]})";

std::vector<Schema> schemas() {
  return {{"SyncStatus", status_schema},
          {"ParkedKey", parked_key_schema},
          {"ParkedKeyList", R"({"type":"object","properties":{
"data":{"type":"array","items":{"$ref":"#/components/schemas/ParkedKey"}},
"has_more":{"type":"boolean"}},"required":["data","has_more"]})"},
          {"ParkedKeyWithEvents", R"({"allOf":[{"$ref":"#/components/schemas/ParkedKey"},
{"type":"object","properties":{"waiting":{"type":"array",
"items":{"$ref":"#/components/schemas/CloudEvent"}}},"required":["waiting"]}]})"},
          {"DiscardRequest", R"({"type":"object","additionalProperties":false,"properties":{
"reason":{"type":"string","minLength":1,"maxLength":500}},"required":["reason"]})"},
          {"CloudEvent", R"({"type":"object","description":"CloudEvents 1.0","properties":{
"specversion":{"type":"string","const":"1.0"},"id":{"type":"string"},
"source":{"type":"string"},"type":{"type":"string"},"subject":{"type":"string"},
"time":{"type":"string","format":"date-time"},"datacontenttype":{"type":"string"},
"sequence":{"type":"string"},"data":{"type":"object"}},
"required":["specversion","id","source","type"]})"},
          {"History", R"({"type":"object","properties":{
"data":{"type":"array","items":{"$ref":"#/components/schemas/CloudEvent"}},
"reaches_back_to":{"type":"string","examples":["user/0:1:1"]},
"whole":{"type":"boolean"},"next":{"type":["string","null"]},"has_more":{"type":"boolean"}},
"required":["data","reaches_back_to","whole","next","has_more"]})"},
          {"EventList", R"({"type":"object","properties":{
"data":{"type":"array","items":{"$ref":"#/components/schemas/CloudEvent"}},
"next":{"type":"string","examples":["user/0:1:57"]},"has_more":{"type":"boolean"}},
"required":["data","next","has_more"]})"}};
}

// Behind it each log is known to its end, whichever instance wrote it: a follower that lags must
// not look as if it did not.
void ask_logs(const SyncPorts& ports, std::size_t at, std::move_only_function<void()> then) {
  if (!ports.ask || at == ports.modules.size()) return then();
  ports.ask(ports.modules[at].log, [&ports, at, then = std::move(then)](bool) mutable {
    ask_logs(ports, at + 1, std::move(then));
  });
}

Route status_route(std::shared_ptr<const SyncPorts> ports) {
  Route route;
  route.method = "GET";
  route.pattern = "/v1/sync";
  route.operation_id = "getSyncStatus";
  route.tag = "sync";
  route.summary = "Show who follows whom, and how far";
  route.description = "Logs with head, chain and roots; followers with position, lag and state.";
  route.access = Access::scoped("sync:read");
  route.answer = {200, "Logs and followers.", "SyncStatus"};
  route.handle = [ports](const Call&, Reply reply) {
    ask_logs(*ports, 0, [ports, reply = std::move(reply)]() mutable {
      reply(json_response(200, json::written(to_json(ports->status()))));
    });
  };
  return route;
}

}  // namespace

RouteTable sync_routes(SyncPorts given) {
  const auto ports = std::make_shared<const SyncPorts>(std::move(given));
  RouteTable table;
  table.tags = {{"events", "The event logs, for readers in any language"},
                {"sync", "Who follows whom, positions, parked keys"}};
  table.schemas = schemas();
  table.routes.push_back(events_route(ports));
  table.routes.push_back(history_route(ports));
  table.routes.push_back(status_route(ports));
  for (auto& route : parked_routes(ports)) table.routes.push_back(std::move(route));
  for (auto& route : replica_routes(ports)) table.routes.push_back(std::move(route));
  std::ranges::move(replica_schemas(), std::back_inserter(table.schemas));
  table.routes.push_back(restate_route(ports));
  std::ranges::move(restate_schemas(), std::back_inserter(table.schemas));
  return table;
}

}  // namespace http
