#include <chrono>
#include <stdexcept>
#include <string>
#include <thread>

#include <gtest/gtest.h>

#include <tests/routes/shop.hpp>

namespace routes_test {
namespace {

// Ada's card is charged by a gateway that does not say for long what came of it.
class UnknownPayment : public testing::Test {
 protected:
  UnknownPayment() {
    world.patch("/v1/customers/" + shop.ada, R"({"payment_method":"sim_late"})");
    invoice = shop.subscribe_ada().at("latest_invoice_id");
    payment =
        "/v1/payments/" +
        std::string(shop.rows("/v1/payments?invoice_id=" + invoice).at(0).at("id").as_string());
  }
  // The collector works from now on.
  void collect() {
    world.post("/v1/billing/runs", "");
    wait_for("unknown");
  }
  void wait_for(const std::string& status) {
    for (int look = 0; look < 2'000; ++look) {
      if (world.get(payment).at("status") == status) return;
      std::this_thread::sleep_for(std::chrono::milliseconds{5});
    }
    throw std::runtime_error("the payment does not become " + status);
  }
  Answer settle(const std::string& outcome, const std::string& reason = "asked them") {
    return world.post(payment + "/settle",
                      R"({"outcome":")" + outcome + R"(","reason":")" + reason + R"("})");
  }

  Shop shop;
  World& world = shop.world;
  std::string invoice;
  std::string payment;
};

TEST_F(UnknownPayment, IsLookedUpAtOnceWhereAPersonAsks) {
  collect();
  for (int look = 1; look <= 3 && world.get(payment).at("status") == "unknown"; ++look) {
    const auto asked = world.post(payment + "/look_up", "");
    ASSERT_EQ(asked.status(), 200) << asked.body();
    for (int wait = 0; wait < 2'000; ++wait) {
      const auto now = world.get(payment);
      if (now.at("status") == "succeeded" || now.at("lookups") > asked.at("lookups")) break;
      std::this_thread::sleep_for(std::chrono::milliseconds{5});
    }
  }
  EXPECT_EQ(world.get(payment).at("status"), "succeeded");
  EXPECT_EQ(world.get("/v1/invoices/" + invoice).at("status"), "paid");
  const auto settled = world.post(payment + "/look_up", "");
  EXPECT_EQ(settled.status(), 409);
  EXPECT_EQ(settled.code(), "billing.payment_settled");
}

TEST_F(UnknownPayment, IsSettledByHandAndItsInvoiceIsFree) {
  EXPECT_EQ(settle("failed").code(), "billing.payment_not_unknown");
  collect();
  EXPECT_EQ(world.post("/v1/invoices/" + invoice + "/void", "").code(),
            "billing.payment_in_progress");
  EXPECT_EQ(settle("perhaps").code(), "billing.outcome_unreadable");
  EXPECT_EQ(settle("failed", "").code(), "billing.reason_invalid");
  const auto failed = settle("failed");
  ASSERT_EQ(failed.status(), 200) << failed.body();
  EXPECT_EQ(failed.at("status"), "failed");
  EXPECT_EQ(failed.at("failure"), "settled_by_hand");
  EXPECT_EQ(world.get(payment).at("reference"), "asked them");
  EXPECT_EQ(settle("succeeded").code(), "billing.payment_not_unknown");
  EXPECT_EQ(world.post("/v1/invoices/" + invoice + "/void", "").status(), 200);
}

TEST_F(UnknownPayment, IsCountedForWhoeverWatches) {
  collect();
  for (int look = 0; look < 2'000; ++look) {
    if (world.get("/metrics").body().find("runs_total{outcome=\"finished\"} 0") ==
        std::string::npos) {
      break;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds{5});
  }
  const auto text = world.get("/metrics").body();
  for (const auto* line :
       {"cleave_billing_gateway_requests_total{request=\"charge\"} 1",
        "cleave_billing_settlements_refused_total 0", "cleave_billing_gateway_unanswered_total 0",
        "cleave_billing_run_problems_total 0", "cleave_billing_runs_total{outcome=\"failed\"} 0"}) {
    EXPECT_NE(text.find(std::string("\n") + line + "\n"), std::string::npos) << line;
  }
  EXPECT_EQ(text.find("last_end_timestamp_seconds 0\n"), std::string::npos);
}

}  // namespace
}  // namespace routes_test
