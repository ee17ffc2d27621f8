#include <tests/routes/world.hpp>

#include <future>
#include <memory>
#include <utility>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <adapters/http/target.hpp>
#include <adapters/http/text.hpp>
#include <app/options.hpp>

namespace routes_test {
namespace {

app::CoreOptions options(const test::TempFolder& folder, bool test_clock) {
  app::CoreOptions options;
  options.settings.billing_test_clock = test_clock;
  options.settings.billing_run_every_seconds = 0;
  options.databases = app::databases_in(folder.path().string());
  return options;
}

}  // namespace

bj::value Answer::json() const { return bj::parse(response.body); }

std::string Answer::at(const char* member) const {
  const bj::value document = json();
  const bj::value* value = document.as_object().if_contains(member);
  if (value == nullptr) return "";
  return value->is_string() ? std::string(value->as_string()) : bj::serialize(*value);
}

std::string Answer::header(std::string_view name) const {
  for (const auto& [key, value] : response.headers) {
    if (http::equal_whatever_case(key, name)) return value;
  }
  return "";
}

World::World(bool test_clock)
    : core_(options(folder_, test_clock)), metrics_(core_.progress, core_.clock.now()),
      faces_(core_, metrics_, [] { return std::string{}; }) {
  core_.start();
  for (const auto& part : core_.parts()) part->watch(metrics_);
  faces_.keys().add(core_.digest.hash256("clv_admin"), {"key_test", {"admin"}, {}});
}

Answer World::ask(std::string method, const std::string& target, std::string body,
                  http::Fields headers, const std::string& token) {
  auto parsed = http::parse_target(target).value();
  http::Request request;
  request.method = std::move(method);
  request.path = std::move(parsed.path);
  request.query = std::move(parsed.query);
  request.headers = std::move(headers);
  request.headers.emplace_back("authorization", "Bearer " + token);
  if (!body.empty()) request.headers.emplace_back("content-type", "application/json");
  request.body = std::move(body);
  auto answer = std::make_shared<std::promise<http::Response>>();
  auto response = answer->get_future();
  faces_.handler().handle(std::move(request), [answer](http::Response given) {
    answer->set_value(std::move(given));
  });
  return {response.get()};
}

std::string World::user(const std::string& email) {
  return post("/v1/users", R"({"email":")" + email + R"("})").at("id");
}

}  // namespace routes_test
