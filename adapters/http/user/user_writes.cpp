#include <adapters/http/user/user_writes.hpp>

#include <optional>
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

// A change of one user: its id, and the version it is to be made on.
struct Target {
  user::UserId id;
  std::optional<std::int64_t> version;
};

shared::Result<Target> target_of(const Call& call) {
  const auto id = user::UserId::parse(call.at("id"));
  if (!id) return shared::refuse(user::errors::not_found());
  const auto version = expected_version(call.request);
  if (!version) return shared::refuse(version.error());
  return Target{*id, *version};
}

template <class Value>
std::optional<Value> or_empty(std::optional<std::optional<Value>> given) {
  if (!given) return std::nullopt;
  return std::move(*given).value_or(Value{});
}

void register_user(const UserRoutePorts& ports, Call call, Reply reply) {
  auto body = json::read_request<RegisterBody>(call.request.body);
  if (!body) return reply(problem(body.error(), call.request_id));
  user::RegisterUser::Command input{user::UserId{ports.ids.next()},
                                    call.origin.at,
                                    std::move(body->email),
                                    {std::move(body->display_name), std::move(body->locale),
                                     std::move(body->time_zone), std::move(body->metadata)}};
  submit(ports.queue, ports.module.register_user, std::move(input), call, std::move(reply));
}

void update_profile(const UserRoutePorts& ports, Call call, Reply reply) {
  const auto target = target_of(call);
  if (!target) return reply(problem(target.error(), call.request_id));
  auto body = json::read_request<ProfileBody>(call.request.body);
  if (!body) return reply(problem(body.error(), call.request_id));
  user::UpdateProfile::Command input{target->id,
                                     call.origin.at,
                                     target->version,
                                     {or_empty(std::move(body->display_name)),
                                      or_empty(std::move(body->locale)),
                                      or_empty(std::move(body->time_zone)),
                                      or_empty(std::move(body->metadata))}};
  submit(ports.queue, ports.module.update_profile, std::move(input), call, std::move(reply));
}

void change_email(const UserRoutePorts& ports, Call call, Reply reply) {
  const auto target = target_of(call);
  if (!target) return reply(problem(target.error(), call.request_id));
  auto body = json::read_request<EmailBody>(call.request.body);
  if (!body) return reply(problem(body.error(), call.request_id));
  submit(ports.queue, ports.module.change_email,
         {target->id, call.origin.at, target->version, std::move(body->email)}, call,
         std::move(reply));
}

void deactivate(const UserRoutePorts& ports, Call call, Reply reply) {
  const auto target = target_of(call);
  if (!target) return reply(problem(target.error(), call.request_id));
  ReasonBody body;
  if (!call.request.body.empty()) {
    auto read = json::read_request<ReasonBody>(call.request.body);
    if (!read) return reply(problem(read.error(), call.request_id));
    body = std::move(*read);
  }
  submit(ports.queue, ports.module.deactivate_user,
         {target->id, call.origin.at, target->version, body.reason.value_or("")}, call,
         std::move(reply));
}

void reactivate(const UserRoutePorts& ports, Call call, Reply reply) {
  const auto target = target_of(call);
  if (!target) return reply(problem(target.error(), call.request_id));
  submit(ports.queue, ports.module.reactivate_user, {target->id, call.origin.at, target->version},
         call, std::move(reply));
}

void remove(const UserRoutePorts& ports, Call call, Reply reply) {
  const auto target = target_of(call);
  if (!target) return reply(problem(target.error(), call.request_id));
  submit(ports.queue, ports.module.delete_user, {target->id, target->version}, call,
         std::move(reply), [](std::string_view, const sync::Outcome& outcome) {
           return R"({"id":")" + outcome.event->key + R"(","deleted":true})";
         });
}

// Of one user, at a version that the caller may name.
Route of_one_user(Route made) {
  made.talk.if_match = true;
  made.problems.push_back(409);
  return made;
}

Route with_body(Route made, Body body, std::string schema) {
  made.body = body;
  made.body_schema = std::move(schema);
  return made;
}

template <class Act>
Route acting(Route made, const UserPortsPtr& ports, Act act) {
  made.handle = [ports, act](Call call, Reply reply) {
    act(*ports, std::move(call), std::move(reply));
  };
  return made;
}

}  // namespace

Route user_write(std::string method, std::string pattern, std::string operation_id,
                 std::string summary) {
  Route made;
  made.method = std::move(method);
  made.pattern = std::move(pattern);
  made.operation_id = std::move(operation_id);
  made.tag = "users";
  made.summary = std::move(summary);
  made.access = Access::scoped("users:write");
  made.talk.idempotency_key = true;
  made.answer = {200, "The user after the change.", "User"};
  return made;
}

std::vector<Route> user_writes(const UserPortsPtr& ports) {
  auto registers = with_body(user_write("POST", "/v1/users", "registerUser", "Register a user"),
                             Body::required, "RegisterUser");
  registers.description =
      "An e-mail address belongs to one user, whatever its letter case; all else may be left out.";
  registers.answer = {201, "The new user.", "User"};
  registers.problems = {409};
  auto updates = with_body(user_write("PATCH", "/v1/users/{id}", "updateUserProfile",
                                      "Change some or all of a user's profile"),
                           Body::required, "UpdateProfile");
  updates.description =
      "What is missing stays as it is; null empties a field. Metadata replaces all there was.";
  auto emails = with_body(user_write("POST", "/v1/users/{id}/change_email", "changeUserEmail",
                                     "Give a user another e-mail address"),
                          Body::required, "ChangeEmail");
  auto deactivates = with_body(user_write("POST", "/v1/users/{id}/deactivate", "deactivateUser",
                                          "Make a user inactive"),
                               Body::optional, "Deactivate");
  auto reactivates = user_write("POST", "/v1/users/{id}/reactivate", "reactivateUser",
                                "Make a user active again");
  auto deletes = user_write("DELETE", "/v1/users/{id}", "deleteUser", "Delete a user");
  deletes.description =
      "The e-mail address is free again, the id is never used again, and every module that follows "
      "lets go of its copy.";
  deletes.answer = {200, "The user is gone.", "Deleted"};

  std::vector<Route> routes;
  routes.push_back(acting(std::move(registers), ports, register_user));
  routes.push_back(acting(of_one_user(std::move(updates)), ports, update_profile));
  routes.push_back(acting(of_one_user(std::move(emails)), ports, change_email));
  routes.push_back(acting(of_one_user(std::move(deactivates)), ports, deactivate));
  routes.push_back(acting(of_one_user(std::move(reactivates)), ports, reactivate));
  routes.push_back(acting(of_one_user(std::move(deletes)), ports, remove));
  return routes;
}

}  // namespace http
