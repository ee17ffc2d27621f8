#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include <tests/e2e/server.hpp>
#include <tests/support/temp_folder.hpp>

namespace e2e {

// Waits until it is so; false where it is not after that time.
bool becomes(const std::function<bool()>& so,
             std::chrono::milliseconds at_most = std::chrono::seconds{20});

// What a read may say to be answered from a state that has seen a write.
inline Headers wait_for(const std::string& position) { return {{"Cleave-Wait-For", position}}; }
inline Headers once(const std::string& key) { return {{"Idempotency-Key", key}}; }

// "cus_..." of "usr_...".
inline std::string customer_id(const std::string& user_id) { return "cus_" + user_id.substr(4); }

// Installation: a test with a home of its own, and a server on it while one is wanted.
class Installation : public testing::Test {
 protected:
  Client& start(const std::vector<std::string>& more = {});
  int stop();
  void kill();
  void end();  // in whatever way, and also where no server runs

  Server& server() { return *server_; }
  Client& admin() { return *admin_; }
  std::filesystem::path home() const { return home_.path(); }
  std::filesystem::path data() const { return home() / "data"; }

  // A user who was registered, with the position.
  Answer registered(const std::string& email);
  std::string registered_id(const std::string& email) { return registered(email).at("id"); }
  // Billing's copy of a user, as of that position.
  Answer customer(const std::string& user_id, const std::string& position);
  // The state of a follower, as /v1/sync says it.
  Json follower(const std::string& name);
  // Every follower has all that its source has: nothing lags, waits or differs.
  bool settled();
  // A new key with these scopes.
  std::string key_for(const std::vector<std::string>& scopes);

 private:
  test::TempFolder home_;
  std::optional<Server> server_;
  std::optional<Client> admin_;
};

// The same, with the server started.
class Running : public Installation {
 protected:
  void SetUp() override { start(); }
};

}  // namespace e2e
