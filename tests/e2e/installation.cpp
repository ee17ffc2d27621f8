#include <tests/e2e/installation.hpp>

#include <algorithm>
#include <thread>

namespace e2e {

bool becomes(const std::function<bool()>& so, std::chrono::milliseconds at_most) {
  const auto deadline = std::chrono::steady_clock::now() + at_most;
  while (!so()) {
    if (std::chrono::steady_clock::now() >= deadline) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds{2});
  }
  return true;
}

Client& Installation::start(const std::vector<std::string>& more) {
  end();
  server_.emplace(home(), more);
  return admin_.emplace(server_->admin());
}

int Installation::stop() {
  const int exit = server_.value().stop();
  end();
  return exit;
}

void Installation::kill() {
  server_.value().kill();
  end();
}

void Installation::end() {
  admin_.reset();
  server_.reset();
}

Answer Installation::registered(const std::string& email) {
  auto answer = admin().post("/v1/users", bj::object{{"email", email}});
  EXPECT_EQ(answer.status, 201) << answer.text;
  return answer;
}

Answer Installation::customer(const std::string& user_id, const std::string& position) {
  return admin().get("/v1/customers/" + customer_id(user_id), wait_for(position));
}

Json Installation::follower(const std::string& name) {
  const auto status = admin().get("/v1/sync").json();
  for (const auto& follower : status.at("followers").elements()) {
    if (follower.at("follower") == name) return follower;
  }
  throw std::runtime_error("there is no follower " + name);
}

bool Installation::settled() {
  const auto status = admin().get("/v1/sync").json();
  const auto followers = status.at("followers").elements();
  return !followers.empty() && std::ranges::all_of(followers, [](const Json& follower) {
    return follower.at("lag_events") == 0 && follower.at("state") == "running" &&
           follower.at("parked_keys") == 0 && follower.at("differs_at") == 0;
  });
}

std::string Installation::key_for(const std::vector<std::string>& scopes) {
  const auto made =
      admin().post("/v1/keys", bj::object{{"name", "test"}, {"scopes", bj::value_from(scopes)}});
  EXPECT_EQ(made.status, 201) << made.text;
  return made.at("token");
}

}  // namespace e2e
