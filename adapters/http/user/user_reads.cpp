#include <adapters/http/user/user_reads.hpp>

#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <user/domain/user_errors.hpp>

#include <adapters/http/asking.hpp>
#include <adapters/http/problem.hpp>
#include <adapters/http/replies.hpp>
#include <adapters/http/user/user_as_of.hpp>
#include <adapters/json/user/user_json.hpp>

namespace http {
namespace {

// What GET /v1/users/{id}/billing shows: the user module's own copy of billing's facts.
struct UserSubscription {
  std::string id;
  std::string product_id;
  std::string status;
  std::string current_period_end;
  std::vector<std::string> entitlements;
};
BOOST_DESCRIBE_STRUCT(UserSubscription, (),
                      (id, product_id, status, current_period_end, entitlements))

struct UserBilling {
  std::string user_id;
  bool has_billing_profile = false;
  std::optional<std::string> currency;
  std::vector<std::string> entitlements;  // by all that entitle now, in order
  std::vector<UserSubscription> subscriptions;
};
BOOST_DESCRIBE_STRUCT(UserBilling, (),
                      (user_id, has_billing_profile, currency, entitlements, subscriptions))

constexpr std::size_t subscriptions_shown_max = 100;

struct Query {
  user::UserFilter filter;
  std::optional<user::UserId> after;
  std::size_t limit = 0;
};

shared::Result<Query> query_of(const Request& request) {
  const auto page = page_of(request);
  if (!page) return shared::refuse(page.error());
  Query query;
  query.limit = page->limit;
  if (!page->starting_after.empty()) {
    query.after = user::UserId::parse(page->starting_after);
    if (!query.after)
      return shared::refuse(errors::bad_parameter("starting_after", "the id of a user"));
  }
  if (const auto text = request.parameter("email")) {
    const auto email = user::Email::parse(*text);
    if (!email) return shared::refuse(errors::bad_parameter("email", "an e-mail address"));
    query.filter.email = email->normal();
  }
  if (const auto prefix = request.parameter("email_prefix"))
    query.filter.email_prefix = user::normal_email_prefix(*prefix);
  if (const auto text = request.parameter("status")) {
    query.filter.status = user::parse_status(*text);
    if (!query.filter.status)
      return shared::refuse(errors::bad_parameter("status", "active or inactive"));
  }
  return query;
}

Response list(UserReading& reading, const Call& call, const Query& query) {
  const auto page = reading.users.page(query.filter, query.after, query.limit);
  if (!page) return problem(page.error(), call.request_id);
  std::vector<std::string> users;
  users.reserve(page->users.size());
  for (const auto& user : page->users) users.push_back(json::written(user));
  return json_response(200, list_body(users, page->has_more));
}

Response show(UserReading& reading, const Call& call) {
  const auto id = user::UserId::parse(call.at("id"));
  if (id && call.request.parameter("as_of")) return show_as_of(reading, call, *id);
  const auto user = id ? reading.users.find(*id) : std::nullopt;
  if (!user) return problem(user::errors::not_found(), call.request_id);
  return state_response(200, json::written(*user));
}

Response show_billing(UserReading& reading, const Call& call) {
  const auto id = user::UserId::parse(call.at("id"));
  if (!id || !reading.users.find(*id))
    return problem(user::errors::not_found(), call.request_id);
  UserBilling shown;
  shown.user_id = id->text();
  if (const auto facts = reading.billing.find(*id)) {
    shown.has_billing_profile = true;
    shown.currency = facts->currency;
  }
  std::set<std::string> entitlements;
  for (auto& one : reading.subscriptions.of(*id, subscriptions_shown_max)) {
    if (one.entitled) entitlements.insert(one.entitlements.begin(), one.entitlements.end());
    shown.subscriptions.push_back({std::move(one.id), std::move(one.product_id),
                                   std::move(one.status), std::move(one.current_period_end),
                                   std::move(one.entitlements)});
  }
  shown.entitlements.assign(entitlements.begin(), entitlements.end());
  return json_response(200, json::written(shown));
}

Route reading(std::string pattern, std::string operation_id, std::string summary) {
  Route made;
  made.method = "GET";
  made.pattern = std::move(pattern);
  made.operation_id = std::move(operation_id);
  made.tag = "users";
  made.summary = std::move(summary);
  made.access = Access::scoped("users:read");
  made.talk.wait_for = true;
  return made;
}

Route list_route(const UserPortsPtr& ports) {
  auto made = reading("/v1/users", "listUsers", "List users");
  made.description =
      "In the order of their registration; by e-mail address where email_prefix is given.";
  made.query = {{"limit", "At most so many.",
                 R"({"type":"integer","minimum":1,"maximum":1000,"default":50})"},
                {"starting_after", "Behind this user: the last id of the page before.",
                 R"({"type":"string"})"},
                {"email", "The one with this e-mail address, whatever its letter case.",
                 R"({"type":"string"})"},
                {"email_prefix", "Those whose e-mail address begins so.", R"({"type":"string"})"},
                {"status", "Those of this status.",
                 R"({"type":"string","enum":["active","inactive"]})"}};
  made.answer = {200, "A page of users.", "UserList"};
  made.handle = listing_users(ports->reads);
  return made;
}

Route show_route(const UserPortsPtr& ports) {
  auto made = reading("/v1/users/{id}", "getUser", "Show a user");
  made.description =
      "With as_of the user as the event log said it then: Cleave-Position names the position that "
      "was. A time stands for the last event that was said by then.";
  made.query = {{"as_of",
                 "A time (RFC 3339), or a position of the log user/0, instead of now.",
                 R"({"type":"string","examples":["2026-11-20T10:57:43.120Z","user/0:1:42"]})"}};
  made.answer = {200, "The user.", "User"};
  made.handle = [ports](Call call, Reply reply) {
    read(ports->reads, std::move(call), std::move(reply), show);
  };
  return made;
}

Route billing_route(const UserPortsPtr& ports) {
  auto made = reading("/v1/users/{id}/billing", "getUserBilling",
                      "Show what the user module knows of a user's billing");
  made.description =
      "Its own copy of billing's facts, which follows billing's event log: the currency, the "
      "newest 100 subscriptions, and what all of them entitle the user to now.";
  made.answer = {200, "What is known.", "UserBilling"};
  made.handle = [ports](Call call, Reply reply) {
    const auto id = user::UserId::parse(call.at("id"));
    std::optional<AwaitedKey> key;
    if (id) key = AwaitedKey{"billing_profile", shared::prefixed("cus_", id->uuid)};
    read(ports->reads, std::move(call), std::move(reply), show_billing, std::move(key));
  };
  return made;
}

}  // namespace

std::function<void(Call call, Reply reply)> listing_users(const Reads<UserReading>& reads) {
  return [reads](Call call, Reply reply) {
    auto query = query_of(call.request);
    if (!query) return reply(problem(query.error(), call.request_id));
    read(reads, std::move(call), std::move(reply),
         [query = std::move(*query)](UserReading& views, const Call& asked) {
           return list(views, asked, query);
         });
  };
}

std::vector<Route> user_reads(const UserPortsPtr& ports) {
  return {list_route(ports), show_route(ports), billing_route(ports)};
}

}  // namespace http
