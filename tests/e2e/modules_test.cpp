#include <tests/e2e/installation.hpp>

// `serve --modules`: processes that hold some of the modules.
using namespace e2e;

namespace {

using Modules = Installation;

TEST_F(Modules, AListThatCannotBeServedIsRefusedWithASuggestion) {
  struct Wrong {
    const char* list;
    const char* said;
  };
  for (const auto& [list, said] : {Wrong{"usr", "did you mean user?"},
                                   Wrong{"", "a name is missing"},
                                   Wrong{"user,user", "user stands there twice"}}) {
    const auto refused = run_cleave({"serve", "--data", data(), "--modules", list});
    EXPECT_EQ(refused.exit, 78) << list;
    EXPECT_NE(refused.err.find("--modules: serve.modules"), std::string::npos) << refused.err;
    EXPECT_NE(refused.err.find(said), std::string::npos) << refused.err;
    EXPECT_FALSE(std::filesystem::exists(data())) << list;
  }
}

TEST_F(Modules, AProcessAnswersForItsOwnModulesAndNoOther) {
  auto& admin = start({"--modules", "user,insight"});
  EXPECT_EQ(registered("ada@example.com").status, 201);
  EXPECT_EQ(admin.get("/v1/customers").status, 404);
  EXPECT_EQ(admin.get("/v1/webhook_deliveries").status, 404);
  EXPECT_FALSE(std::filesystem::exists(data() / "billing.db"));
  EXPECT_TRUE(becomes([&] { return follower("insight-follows-user").at("lag_events") == 0; }));
  EXPECT_TRUE(becomes([&] {
    const auto waits = follower("insight-follows-billing").at("waiting").text();
    return waits == "no process that runs billing can be reached";
  }));
  EXPECT_EQ(stop(), 0);
}

TEST_F(Modules, WhereNoUserModuleRunsThisMachinesOwnCliAloneIsLetIn) {
  auto& own = start({"--modules", "billing"});
  EXPECT_EQ(server().with_key("clv_any").get("/readyz").status, 200);
  EXPECT_EQ(server().with_key("clv_any").get("/v1/customers").status, 401);
  EXPECT_EQ(own.get("/v1/customers").status, 200);
  EXPECT_EQ(own.get("/v1/users").status, 404);
  EXPECT_TRUE(becomes([&] {
    return own.get("/metrics").text.find("cleave_follower_waiting{follower=\"billing-follows-user"
                                         "\",source=\"user/0\"} 1") != std::string::npos;
  }));
  const auto said = run_cleave({"sync", "status", "--data", data(), "--json"});
  EXPECT_NE(said.out.find("no process that runs user can be reached"), std::string::npos)
      << said.out << said.err;
  EXPECT_EQ(stop(), 0);
}

TEST_F(Modules, WhatRanAloneIsWholeAgainOnceAllRunTogether) {
  start({"--modules", "user"});
  const auto user = registered("ada@example.com");
  EXPECT_EQ(stop(), 0);
  start();
  EXPECT_EQ(customer(user.at("id"), user.position()).status, 200);
}

}  // namespace
