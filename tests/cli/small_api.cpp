#include <tests/cli/small_api.hpp>

#include <algorithm>
#include <cctype>

namespace cli_tests {
namespace {

namespace bj = boost::json;

std::string lower(std::string text) {
  std::ranges::transform(text, text.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

std::string text_of(const bj::value& value) { return std::string(value.as_string()); }

http::Response ok(const bj::value& body, int status = 200, const std::string& position = {}) {
  http::Response response;
  response.status = status;
  response.body = bj::serialize(body);
  if (!position.empty()) response.headers.emplace_back("Cleave-Position", position);
  return response;
}

std::string parameter(const http::Request& request, const std::string& name) {
  for (const auto& [key, value] : request.query) {
    if (key == name) return value;
  }
  return {};
}

bool flag(const bj::object& body, const char* name) {
  const bj::value* value = body.if_contains(name);
  return value != nullptr && value->as_bool();
}

}  // namespace

http::Response problem(int status, const std::string& code, const std::string& detail,
                       const std::string& pointer) {
  bj::object body{{"status", status}, {"code", code}, {"detail", detail}};
  if (!pointer.empty()) body["errors"] = bj::array{bj::object{{"pointer", pointer}}};
  http::Response response = ok(body, status);
  response.content_type = "application/problem+json";
  response.headers.emplace_back("X-Request-Id", "req-1");
  return response;
}

void SmallApi::handle(http::Request request, http::Reply reply) {
  seen.push_back(request);
  if (busy_answers > 0) {
    --busy_answers;
    http::Response busy = problem(503, "lane.full", "Too much is waiting.");
    busy.headers.emplace_back("Retry-After", "1");
    reply(std::move(busy));
    return;
  }
  reply(answer(request));
}

http::Response SmallApi::answer(const http::Request& request) {
  const auto said = canned.find(request.method + " " + request.path);
  if (said != canned.end()) return said->second;
  if (request.method == "POST" && request.path == "/v1/users") return create(request);
  if (request.method == "GET" && request.path == "/v1/users") return list(request);
  if (request.method == "POST" && request.path == "/v1/users/import") return import(request);
  const std::string prefix = "/v1/users/";
  const auto found = request.path.starts_with(prefix)
                         ? users_.find(request.path.substr(prefix.size()))
                         : users_.end();
  if (found == users_.end()) return problem(404, "user.not_found", "There is no such user.");
  const bj::object user = found->second;
  if (request.method == "DELETE") {
    users_.erase(found);
    return ok(bj::object{{"id", user.at("id")}, {"deleted", true}}, 200, "user/0:1:9");
  }
  return ok(user);
}

void SmallApi::add(const std::string& email, const std::string& name) {
  const std::string digits = std::to_string(++drawn_);
  const std::string id = "usr_" + std::string(6 - digits.size(), '0') + digits;
  users_[id] = {{"id", id},           {"email", email},
                {"display_name", name}, {"status", "active"},
                {"version", 1},         {"created_at", "2026-11-20T10:57:43.120Z"}};
}

bj::object* SmallApi::by_email(const std::string& email) {
  for (auto& [id, user] : users_) {
    if (lower(text_of(user.at("email"))) == lower(email)) return &user;
  }
  return nullptr;
}

http::Response SmallApi::create(const http::Request& request) {
  const bj::object body = bj::parse(request.body).as_object();
  const std::string email = text_of(body.at("email"));
  if (by_email(email) != nullptr) {
    return problem(409, "user.email_taken", "Another user has this e-mail address.", "/email");
  }
  add(email, body.contains("display_name") ? text_of(body.at("display_name")) : "");
  return ok(*by_email(email), 201, "user/0:1:" + std::to_string(drawn_));
}

http::Response SmallApi::list(const http::Request& request) const {
  const std::string limit_text = parameter(request, "limit");
  const std::size_t limit = limit_text.empty() ? 50 : std::stoul(limit_text);
  const std::string after = parameter(request, "starting_after");
  const std::string email = parameter(request, "email");
  const std::string prefix = parameter(request, "email_prefix");
  bj::array data;
  bool more = false;
  for (const auto& [id, user] : users_) {
    const std::string of_user = text_of(user.at("email"));
    if (id <= after || (!email.empty() && of_user != email) || !of_user.starts_with(prefix)) {
      continue;
    }
    more = data.size() == limit;
    if (more) break;
    data.push_back(user);
  }
  return ok(bj::object{{"data", std::move(data)}, {"has_more", more}});
}

bj::object SmallApi::import_row(const bj::object& row, bool update, bool dry_run) {
  const std::string email = text_of(row.at("email"));
  const std::string name = row.contains("display_name") ? text_of(row.at("display_name")) : "";
  bj::object result{{"line", row.at("line")}};
  const auto ends_as = [&](const char* how) {
    result["result"] = how;
    return result;
  };
  if (!email.contains('@')) {
    result["code"] = "user.email_invalid";
    result["detail"] = "The e-mail address has no @.";
    return ends_as("failed");
  }
  bj::object* user = by_email(email);
  if (user == nullptr) {
    if (!dry_run) add(email, name);
    return ends_as("created");
  }
  if (text_of(user->at("display_name")) == name) return ends_as("unchanged");
  if (!update) {
    result["code"] = "user.import_conflict";
    result["detail"] = "There is a user with this e-mail address and another profile.";
    return ends_as("failed");
  }
  if (!dry_run) (*user)["display_name"] = name;
  return ends_as("updated");
}

http::Response SmallApi::import(const http::Request& request) {
  const bj::object body = bj::parse(request.body).as_object();
  std::map<std::string, std::uint64_t> counts{
      {"created", lies}, {"updated", 0}, {"unchanged", 0}, {"failed", 0}};
  bj::array results;
  if (body.at("rows").as_array().size() > 500 || request.body.size() > 1 << 20) {
    return problem(413, "http.too_large", "The batch is too large.");
  }
  for (const bj::value& row : body.at("rows").as_array()) {
    bj::object result =
        import_row(row.as_object(), flag(body, "update"), flag(body, "dry_run"));
    ++counts[text_of(result.at("result"))];
    results.push_back(std::move(result));
  }
  bj::object answer{{"results", std::move(results)}};
  for (const auto& [name, count] : counts) answer[name] = count;
  return ok(answer);
}

}  // namespace cli_tests
