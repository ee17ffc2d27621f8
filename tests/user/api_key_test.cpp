#include <gtest/gtest.h>

#include <tests/user/use_cases.hpp>

namespace {

namespace events = user::events;
using user_test::Module;

user::CreateApiKey::Command command() {
  return {.id = {}, .at = Module::at(1), .name = "ci", .secret_hash = "c0ffee",
          .scopes = {"users:write", "users:read", "users:write"}, .expires_at = Module::at(9)};
}

std::string_view refusal(Module& m, const user::CreateApiKey::Command& wrong) {
  const auto done = m.run(m.module.create_api_key, wrong);
  return done ? "done" : done.error().code;
}

TEST(CreateApiKey, KeepsTheHashInTheStoreAndOutOfTheEvent) {
  Module m;
  ASSERT_TRUE(m.run(m.module.create_api_key, command()));
  EXPECT_EQ(m.api_keys.rows().begin()->second.fields().secret_hash, "c0ffee");
  const auto& said = std::get<events::ApiKeyCreated>(m.outbox.api_keys().back()).after;
  EXPECT_EQ(said.name, "ci");
  EXPECT_EQ(said.scopes, (std::vector<std::string>{"users:read", "users:write"}));
  EXPECT_EQ(said.expires_at, Module::at(9));
  EXPECT_EQ(said.version, 1);
}

TEST(CreateApiKey, RefusesAKeyThatCouldNotBeUsed) {
  Module m;
  auto nameless = command();
  nameless.name = "";
  auto open = command();
  open.scopes = {};
  auto unknown = command();
  unknown.scopes = {"users:read", "everything"};
  auto expired = command();
  expired.expires_at = expired.at;
  EXPECT_EQ(refusal(m, nameless), "user.key_name_invalid");
  EXPECT_EQ(refusal(m, open), "user.key_scopes_empty");
  EXPECT_EQ(refusal(m, unknown), "user.key_scope_unknown");
  EXPECT_EQ(refusal(m, expired), "user.key_expiry_past");
  EXPECT_TRUE(m.api_keys.rows().empty());
  EXPECT_TRUE(m.outbox.api_keys().empty());
}

TEST(RevokeApiKey, KeepsTheKeyOnRecordAndHappensOnce) {
  Module m;
  ASSERT_TRUE(m.run(m.module.create_api_key, command()));
  const user::RevokeApiKey::Command revoke{.id = {}, .at = Module::at(2), .expected_version = {}};
  ASSERT_TRUE(m.run(m.module.revoke_api_key, revoke));
  const auto& said = std::get<events::ApiKeyRevoked>(m.outbox.api_keys().back());
  EXPECT_EQ(said.after.revoked_at, Module::at(2));
  EXPECT_EQ(said.after.version, 2);
  EXPECT_FALSE(said.before.revoked_at);

  const auto again = m.run(m.module.revoke_api_key, revoke);
  ASSERT_TRUE(again && *again);
  EXPECT_EQ(m.outbox.api_keys().size(), 2U);
}

TEST(RevokeApiKey, RefusesAKeyThatIsNotThereOrAnotherVersion) {
  Module m;
  const auto& use = m.module.revoke_api_key;
  EXPECT_EQ(m.run(use, {{}, {}, {}}).error().code, "user.key_not_found");
  ASSERT_TRUE(m.run(m.module.create_api_key, command()));
  EXPECT_EQ(m.run(use, {{}, {}, 2}).error().code, "user.key_version_mismatch");
}

}  // namespace
