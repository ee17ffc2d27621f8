#include <adapters/http/user/key_routes.hpp>

#include <string>
#include <utility>

#include <user/domain/user_errors.hpp>

#include <adapters/http/asking.hpp>
#include <adapters/http/problem.hpp>
#include <adapters/http/user/user_requests.hpp>
#include <adapters/http/writes.hpp>
#include <adapters/json/user/user_json.hpp>

namespace http {
namespace {

// The state of a key, and beside it what nobody will ever see again.
std::string with_token(std::string_view state, const std::string& token) {
  std::string body(state.substr(0, state.size() - 1));
  body += R"(,"token":)";
  json::write_text(body, token);
  return body += '}';
}

user::events::ApiKeyState state_of(const user::ApiKey& key) {
  const auto& is = key.fields();
  return {.id = is.id.text(),
          .name = is.name,
          .scopes = is.scopes,
          .version = is.version,
          .created_at = is.created_at,
          .expires_at = is.expires_at,
          .revoked_at = is.revoked_at};
}

void create_key(const UserRoutePorts& ports, const Call& call, Reply reply) {
  auto body = json::read_request<KeyBody>(call.request.body);
  if (!body) return reply(problem(body.error(), call.request_id));
  std::string token = ports.draw_token();
  const sync::Hash256 hash = ports.digest.hash256(token);
  const user::ApiKeyId id{ports.ids.next()};
  Principal principal{id.text(), body->scopes, body->expires_at};
  submit(ports.queue, ports.module.create_api_key,
         {id, call.origin.at, std::move(body->name), sync::to_hex(hash), std::move(body->scopes),
          body->expires_at},
         call, std::move(reply),
         [&ring = ports.ring, hash, principal = std::move(principal), token = std::move(token)](
             std::string_view state, const sync::Outcome&) {
           ring.add(hash, principal);
           return with_token(state, token);
         });
}

void revoke_key(const UserRoutePorts& ports, const Call& call, Reply reply) {
  const auto id = user::ApiKeyId::parse(call.at("id"));
  if (!id) return reply(problem(user::errors::key_not_found(), call.request_id));
  const auto version = expected_version(call.request);
  if (!version) return reply(problem(version.error(), call.request_id));
  submit(ports.queue, ports.module.revoke_api_key, {*id, call.origin.at, *version}, call,
         std::move(reply),
         [&ring = ports.ring, key_id = id->text()](std::string_view state, const sync::Outcome&) {
           ring.remove(key_id);
           return std::string(state);
         });
}

Response list_keys(UserReading& reading, const Call& call) {
  const auto page = page_of(call.request);
  if (!page) return problem(page.error(), call.request_id);
  std::vector<std::string> keys;
  bool begun = page->starting_after.empty();
  bool has_more = false;
  for (const user::ApiKey& key : reading.keys.all()) {
    const auto state = state_of(key);
    if (begun && keys.size() == page->limit) has_more = true;
    else if (begun) keys.push_back(json::written(state));
    begun = begun || state.id == page->starting_after;
  }
  return json_response(200, list_body(keys, has_more));
}

Route key_route(std::string method, std::string pattern, std::string operation_id,
                std::string summary, std::string scope) {
  Route made = user_write(std::move(method), std::move(pattern), std::move(operation_id),
                          std::move(summary));
  made.tag = "keys";
  made.access = Access::scoped(std::move(scope));
  made.answer = {200, "The key.", "ApiKey"};
  return made;
}

}  // namespace

std::vector<Route> key_routes(const UserPortsPtr& ports) {
  auto creates = key_route("POST", "/v1/keys", "createKey", "Create an API key", "keys:write");
  creates.description = "The token is in this answer and nowhere else: keep it now.";
  // A repeat could not answer the token again, for it is not kept.
  creates.talk.idempotency_key = false;
  creates.body = Body::required;
  creates.body_schema = "CreateKey";
  creates.answer = {201, "The new key, with its token.", "NewApiKey"};
  creates.handle = [ports](const Call& call, Reply reply) {
    create_key(*ports, call, std::move(reply));
  };

  auto lists = key_route("GET", "/v1/keys", "listKeys", "List API keys", "keys:read");
  lists.talk = {.idempotency_key = false, .if_match = false, .wait_for = true};
  lists.query = {{"limit", "At most so many.",
                  R"({"type":"integer","minimum":1,"maximum":1000,"default":50})"},
                 {"starting_after", "Behind this key: the last id of the page before.",
                  R"({"type":"string"})"}};
  lists.answer = {200, "A page of keys, also of those that expired or were revoked.", "ApiKeyList"};
  lists.handle = [ports](Call call, Reply reply) {
    read(ports->reads, std::move(call), std::move(reply), list_keys);
  };

  auto revokes = key_route("DELETE", "/v1/keys/{id}", "revokeKey", "Revoke an API key",
                           "keys:write");
  revokes.description = "From this answer on it opens nothing. It stays on record.";
  revokes.talk.if_match = true;
  revokes.handle = [ports](const Call& call, Reply reply) {
    revoke_key(*ports, call, std::move(reply));
  };
  return {std::move(creates), std::move(lists), std::move(revokes)};
}

}  // namespace http
