#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <ports/webhook/webhook_states.hpp>

#include <adapters/http/schema.hpp>
#include <adapters/http/webhook/webhook_call.hpp>
#include <adapters/json/read.hpp>
#include <adapters/json/webhook/webhook_json.hpp>

namespace http {
namespace {

namespace no = webhook::errors;
using Texts = std::vector<std::string>;

struct NewEndpoint {
  std::string url;
  std::optional<std::string> description;
  Texts event_types;
};
BOOST_DESCRIBE_STRUCT(NewEndpoint, (), (url, description, event_types))

struct EndpointWords {
  std::optional<std::string> url;
  std::optional<std::optional<std::string>> description;
  std::optional<Texts> event_types;
};
BOOST_DESCRIBE_STRUCT(EndpointWords, (), (url, description, event_types))

struct Reason {
  std::optional<std::string> reason;
};
BOOST_DESCRIBE_STRUCT(Reason, (), (reason))

using Update = webhook::UpdateEndpoint::Command;
using Disable = webhook::DisableEndpoint::Command;
using Enable = webhook::EnableEndpoint::Command;
using Test = webhook::TestEndpoint::Command;

std::string shown(const webhook::Endpoint& endpoint) {
  return json::written(webhook::state_of(endpoint));
}

// Beside the state, what nobody will ever be shown again.
Render with_secret(const std::string& secret) {
  return [secret](std::string_view state, const sync::Outcome&) {
    return with_member(state, "secret", json::written(secret));
  };
}

void create(const WebhookRoutePorts& ports, const Call& call, Reply reply) {
  auto body = json::read_request<NewEndpoint>(call.request.body);
  if (!body) return reply(problem(body.error(), call.request_id));
  const auto secret = ports.draw_secret();
  submit(ports.queue, ports.module.create_endpoint,
         {.id = {ports.ids.next()},
          .words = {.url = std::move(body->url),
                    .description = std::move(body->description),
                    .event_types = std::move(body->event_types)},
          .secret = secret,
          .at = call.origin.at},
         call, std::move(reply), with_secret(secret));
}

void rotate(const WebhookRoutePorts& ports, const Call& call, Reply reply) {
  const auto target = target_of<webhook::EndpointId>(call, no::endpoint_not_found());
  if (!target) return reply(problem(target.error(), call.request_id));
  const auto secret = ports.draw_secret();
  submit(ports.queue, ports.module.rotate_secret,
         {.id = target->id,
          .expected_version = target->version,
          .secret = secret,
          .at = call.origin.at},
         call, std::move(reply), with_secret(secret));
}

void remove(const WebhookRoutePorts& ports, const Call& call, Reply reply) {
  const auto target = target_of<webhook::EndpointId>(call, no::endpoint_not_found());
  if (!target) return reply(problem(target.error(), call.request_id));
  submit(ports.queue, ports.module.delete_endpoint,
         {.id = target->id, .expected_version = target->version}, call, std::move(reply),
         [](std::string_view, const sync::Outcome& outcome) {
           return R"({"id":")" + outcome.event->key + R"(","deleted":true})";
         });
}

shared::Result<Update> update_command(const WebhookRoutePorts&, const Call& call) {
  const auto target = target_of<webhook::EndpointId>(call, no::endpoint_not_found());
  if (!target) return shared::refuse(target.error());
  auto body = json::read_request<EndpointWords>(call.request.body);
  if (!body) return shared::refuse(body.error());
  std::optional<std::string> description;
  if (body->description) description = std::move(*body->description).value_or("");
  return Update{.id = target->id,
                .expected_version = target->version,
                .words = {.url = std::move(body->url),
                          .description = std::move(description),
                          .event_types = std::move(body->event_types)},
                .at = call.origin.at};
}

shared::Result<Disable> disable_command(const WebhookRoutePorts&, const Call& call) {
  const auto target = target_of<webhook::EndpointId>(call, no::endpoint_not_found());
  if (!target) return shared::refuse(target.error());
  Reason body;
  if (!call.request.body.empty()) {
    auto read = json::read_request<Reason>(call.request.body);
    if (!read) return shared::refuse(read.error());
    body = std::move(*read);
  }
  return Disable{.id = target->id,
                 .expected_version = target->version,
                 .reason = std::move(body.reason).value_or(""),
                 .at = call.origin.at};
}

shared::Result<Enable> enable_command(const WebhookRoutePorts&, const Call& call) {
  const auto target = target_of<webhook::EndpointId>(call, no::endpoint_not_found());
  if (!target) return shared::refuse(target.error());
  return Enable{.id = target->id, .expected_version = target->version, .at = call.origin.at};
}

shared::Result<Test> test_command(const WebhookRoutePorts& ports, const Call& call) {
  const auto id = webhook::EndpointId::parse(call.at("id"));
  if (!id) return shared::refuse(no::endpoint_not_found());
  return Test{.endpoint = *id,
              .delivery = {ports.ids.next()},
              .message = ports.ids.next(),
              .at = call.origin.at};
}

Response list(WebhookReading& reading, const Call&) {
  std::vector<std::string> rows;
  for (const auto& endpoint : reading.endpoints.all()) rows.push_back(shown(endpoint));
  return json_response(200, list_body(rows, false));
}

Response show(WebhookReading& reading, const Call& call) {
  const auto id = webhook::EndpointId::parse(call.at("id"));
  const auto endpoint = id ? reading.endpoints.find(*id) : std::nullopt;
  if (!endpoint) return problem(no::endpoint_not_found(), call.request_id);
  return state_response(200, shown(*endpoint));
}

// Whoever says where events go, and which, could as well read them.
Route of_events(Route made) {
  made.access.scopes.push_back("events:read");
  return made;
}

// Of one endpoint, at a version that the caller may name.
Route of_one(Route made) {
  made.talk.if_match = true;
  made.refusals.insert(made.refusals.end(), {no::endpoint_not_found(), no::version_mismatch()});
  return made;
}

const std::vector<shared::Error>& of_words() {
  static const std::vector<shared::Error> all = {no::url_invalid("A URL begins with https://."),
                                                 no::event_type_invalid(), no::event_types_count(),
                                                 no::description_invalid()};
  return all;
}

template <class Act>
auto acting(const WebhookPortsPtr& ports, Act act) {
  return [ports, act](const Call& call, Reply reply) { act(*ports, call, std::move(reply)); };
}

constexpr const char* one = "/v1/webhook_endpoints/{id}";

std::string below(const char* what) { return std::string(one) + what; }

// A repeat could not answer the secret again, for it is shown once.
Route showing_the_secret(Route made, int status) {
  made.talk.idempotency_key = false;
  made.answer = {status, "The endpoint, with its secret: in this answer and nowhere else.",
                 "WebhookEndpointWithSecret"};
  return made;
}

Route create_route(const WebhookPortsPtr& ports) {
  auto made = showing_the_secret(
      with_body(of_events(webhook_write("POST", "/v1/webhook_endpoints", "createWebhookEndpoint",
                                        "Have a URL told what happens")),
                Body::required, "NewWebhookEndpoint"),
      201);
  made.description =
      "From now on. Each message is signed with the secret in this answer, which is shown nowhere "
      "else: keep it now. A second one like it, to the same URL and for the same event types, is "
      "refused while the first is enabled: a repeat makes none.";
  made.refusals = of_words();
  made.refusals.push_back(no::endpoint_exists({}));
  made.refusals.push_back(no::too_many_endpoints());
  made.handle = acting(ports, create);
  return made;
}

}  // namespace

std::vector<Route> endpoint_reads(const WebhookPortsPtr& ports) {
  auto lists =
      webhook_read("/v1/webhook_endpoints", "listWebhookEndpoints", "List webhook endpoints");
  lists.answer = {200, "All of them, at most 32, in the order of their making.",
                  "WebhookEndpointList"};
  lists.handle = showing(ports, list);
  auto shows = webhook_read(one, "getWebhookEndpoint", "Show a webhook endpoint");
  shows.answer = {200, "The endpoint.", "WebhookEndpoint"};
  shows.refusals = {no::endpoint_not_found()};
  shows.handle = showing(ports, show);
  return {std::move(lists), std::move(shows)};
}

std::vector<Route> endpoint_writes(const WebhookPortsPtr& ports) {
  using Module = webhook::WebhookModule;
  auto updates = of_one(with_body(
      of_events(webhook_write("PATCH", one, "updateWebhookEndpoint", "Change a webhook endpoint")),
      Body::required, "UpdateWebhookEndpoint"));
  updates.description =
      "What is missing stays as it is. What waits to be sent goes to the new URL.";
  updates.refusals.insert(updates.refusals.end(), of_words().begin(), of_words().end());
  updates.handle = submitting(ports, &Module::update_endpoint, update_command);

  auto rotates =
      showing_the_secret(of_one(webhook_write("POST", below("/rotate_secret"),
                                              "rotateWebhookSecret", "Sign with another secret")),
                         200);
  rotates.description =
      "The secret before signs too for 24 hours; the one before that no more. So it must be said "
      "which version is meant: a repeat whose first try took effect is refused.";
  rotates.talk.version_required = true;
  rotates.handle = acting(ports, rotate);

  auto disables = of_one(with_body(
      webhook_write("POST", below("/disable"), "disableWebhookEndpoint", "Tell a URL no more"),
      Body::optional, "DisableWebhookEndpoint"));
  disables.description = "What waits to be sent is canceled when it comes due.";
  disables.refusals.push_back(no::reason_invalid());
  disables.handle = submitting(ports, &Module::disable_endpoint, disable_command);

  auto enables = of_one(webhook_write("POST", below("/enable"), "enableWebhookEndpoint",
                                      "Tell a URL again what happens"));
  enables.description = "Not what happened meanwhile.";
  enables.handle = submitting(ports, &Module::enable_endpoint, enable_command);

  auto deletes =
      of_one(webhook_write("DELETE", one, "deleteWebhookEndpoint", "Delete a webhook endpoint"));
  deletes.description = "With its secret. What waits to be sent is canceled.";
  deletes.answer = {200, "The endpoint is gone.", "Deleted"};
  deletes.handle = acting(ports, remove);

  auto tests = webhook_write("POST", below("/test"), "testWebhookEndpoint",
                             "Send a message that says nothing but that it arrives");
  tests.answer = {202, "The delivery, which is on its way.", "WebhookDelivery"};
  tests.refusals = {no::endpoint_not_found(), no::endpoint_disabled()};
  tests.handle = submitting(ports, &Module::test_endpoint, test_command);
  return {create_route(ports), std::move(updates), std::move(rotates), std::move(disables),
          std::move(enables),  std::move(deletes), std::move(tests)};
}

std::vector<Schema> endpoint_schemas() {
  const Abouts said = {
      {"url", R"("maxLength":2048,"description":"https://...")"},
      {"description", R"("maxLength":200)"},
      {"event_types",
       R"("maxItems":64,"description":"Such as billing.invoice_paid, billing.* or *.")"}};
  return {{"WebhookEndpoint", answer_schema<webhook::events::EndpointState>(
                                  {{"id", R"("description":"whe_...")"},
                                   {"version", R"("description":"Counts the changes; the ETag.")"},
                                   {"status", R"("enum":["enabled","disabled"])"}})},
          {"WebhookEndpointList", list_schema("WebhookEndpoint")},
          {"WebhookEndpointWithSecret",
           schema_with_member("WebhookEndpoint", "secret",
                              R"({"type":"string","description":"whsec_..."})")},
          {"NewWebhookEndpoint", request_schema<NewEndpoint>(said)},
          {"UpdateWebhookEndpoint", request_schema<EndpointWords>(said)},
          {"DisableWebhookEndpoint", request_schema<Reason>({{"reason", R"("maxLength":200)"}})}};
}

}  // namespace http
