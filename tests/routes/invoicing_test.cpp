#include <string>

#include <gtest/gtest.h>

#include <tests/routes/shop.hpp>

namespace routes_test {
namespace {

class Invoicing : public testing::Test {
 protected:
  Shop shop;
  World& world = shop.world;
};

std::string text(const bj::value& value) { return std::string(value.as_string()); }

TEST_F(Invoicing, BeginsWithASubscriptionThatIsIncompleteUntilItIsPaid) {
  const auto begun = shop.subscribe_ada();
  ASSERT_EQ(begun.status(), 201) << begun.body();
  EXPECT_EQ(begun.at("status"), "incomplete");
  EXPECT_EQ(begun.at("user_id"), shop.user);
  EXPECT_EQ(begun.at("time_zone"), "Asia/Tokyo");
  EXPECT_EQ(begun.at("quantity"), "2");
  const std::string subscription = "/v1/subscriptions/" + begun.at("id");
  const std::string invoice = begun.at("latest_invoice_id");
  const auto owed = world.get("/v1/invoices/" + invoice);
  EXPECT_EQ(owed.at("status"), "open");
  EXPECT_EQ(owed.at("total_minor"), "2500");
  EXPECT_EQ(owed.at("overdue"), "false");
  EXPECT_EQ(owed.json().at("bill_to").at("name"), "Ada");
  EXPECT_EQ(owed.json().at("lines").as_array().size(), 1U);

  const auto part = shop.receive(invoice, 1000);
  ASSERT_EQ(part.status(), 201) << part.body();
  EXPECT_EQ(part.at("kind"), "external");
  EXPECT_EQ(world.get("/v1/invoices/" + invoice).at("amount_remaining_minor"), "1500");
  EXPECT_EQ(world.get(subscription).at("status"), "incomplete");
  const auto twice = shop.receive(invoice, 1000);
  EXPECT_EQ(twice.status(), 409);
  EXPECT_EQ(twice.code(), "billing.reference_used");
  EXPECT_NE(twice.at("detail").find(part.at("id")), std::string::npos);
  EXPECT_EQ(world.get("/v1/invoices/" + invoice).at("amount_remaining_minor"), "1500");
  shop.receive(invoice, 2000, "bank 8");
  EXPECT_EQ(world.get("/v1/invoices/" + invoice).at("status"), "paid");
  EXPECT_EQ(world.get(subscription).at("status"), "active");
  EXPECT_EQ(world.get("/v1/payments/" + part.at("id")).at("reference"), "bank 7");
}

TEST_F(Invoicing, ListsByWhomAndByStatus) {
  const auto begun = shop.subscribe_ada();
  const std::string other = shop.new_customer("bob@example.com");
  shop.subscribe(R"({"user_id":"usr_)" + other.substr(4) + R"(","price_id":")" + shop.price +
                 R"(","trial_days":14})");
  shop.receive(begun.at("latest_invoice_id"), 2500);
  struct Asked {
    std::string target;
    std::size_t rows;
  };
  for (const auto& [target, rows] :
       {Asked{"/v1/subscriptions", 2}, Asked{"/v1/subscriptions?limit=1", 1},
        Asked{"/v1/subscriptions?starting_after=" + begun.at("id"), 1},
        Asked{"/v1/subscriptions?customer_id=" + other, 1},
        Asked{"/v1/subscriptions?user_id=" + shop.user, 1},
        Asked{"/v1/subscriptions?user_id=" + shop.user + "&customer_id=" + shop.ada, 1},
        Asked{"/v1/subscriptions?status=trialing", 1},
        Asked{"/v1/subscriptions?status=canceled", 0},
        Asked{"/v1/invoices?customer_id=" + shop.ada, 1},
        Asked{"/v1/invoices?customer_id=" + other, 0},
        Asked{"/v1/invoices?subscription_id=" + begun.at("id"), 1},
        Asked{"/v1/invoices?status=paid", 1}, Asked{"/v1/invoices?status=void", 0},
        Asked{"/v1/payments?invoice_id=" + begun.at("latest_invoice_id"), 1},
        Asked{"/v1/payments?user_id=" + shop.user + "&status=succeeded", 1},
        Asked{"/v1/payments?status=failed", 0}}) {
    EXPECT_EQ(shop.rows(target).size(), rows) << target;
  }
}

TEST_F(Invoicing, EndsASubscriptionNowOrWithItsPeriod) {
  const auto begun = shop.subscribe_ada();
  shop.receive(begun.at("latest_invoice_id"), 2500);
  const std::string subscription = "/v1/subscriptions/" + begun.at("id");
  const auto ending = world.post(subscription + "/cancel", R"({"at_period_end":true})",
                                 {{"if-match", world.get(subscription).header("ETag")}});
  ASSERT_EQ(ending.status(), 200) << ending.body();
  EXPECT_EQ(ending.at("cancel_at_period_end"), "true");
  EXPECT_EQ(ending.at("status"), "active");
  EXPECT_EQ(world.post(subscription + "/resume", "").at("cancel_at_period_end"), "false");
  EXPECT_EQ(world.post(subscription + "/resume", "").code(), "billing.subscription_not_canceling");
  EXPECT_EQ(world.post(subscription + "/cancel", "", {{"if-match", "\"1\""}}).status(), 412);
  const auto ended = world.post(subscription + "/cancel", "");
  EXPECT_EQ(ended.at("status"), "canceled");
  EXPECT_EQ(ended.at("end_reason"), "requested");
  EXPECT_EQ(world.post(subscription + "/cancel", "{}").code(), "billing.subscription_ended");
}

TEST_F(Invoicing, VoidsGivesUpAndNeverSkipsANumber) {
  const std::string first = shop.subscribe_ada().at("latest_invoice_id");
  const std::string second = shop.subscribe_ada().at("latest_invoice_id");
  const auto voided = world.post("/v1/invoices/" + first + "/void", "", {{"if-match", "\"1\""}});
  ASSERT_EQ(voided.status(), 200) << voided.body();
  EXPECT_EQ(voided.at("status"), "void");
  EXPECT_EQ(world.post("/v1/invoices/" + first + "/void", "").code(), "billing.invoice_not_open");
  EXPECT_EQ(world.post("/v1/invoices/" + first + "/finalize", "").code(),
            "billing.invoice_not_draft");
  EXPECT_EQ(world.post("/v1/invoices/" + second + "/mark_uncollectible", "").at("status"),
            "uncollectible");
  const auto report = world.get("/v1/invoices/number_gaps");
  EXPECT_EQ(report.at("gapless"), "true");
  EXPECT_EQ(report.json().at("series").at(0).at("issued"), 2);
  EXPECT_EQ(shop.receive(second, 2500).status(), 201);
  EXPECT_EQ(world.get("/v1/invoices/" + second).at("status"), "paid");
}

TEST_F(Invoicing, AsksForAPaymentMethodBeforeItCharges) {
  const std::string invoice = shop.subscribe_ada().at("latest_invoice_id");
  EXPECT_EQ(world.post("/v1/invoices/" + invoice + "/pay", "", shop.once()).code(),
            "billing.no_payment_method");
  world.patch("/v1/customers/" + shop.ada, R"({"payment_method":"pm_1"})");
  const http::Fields key = shop.once();
  const auto started = world.post("/v1/invoices/" + invoice + "/pay", "", key);
  ASSERT_EQ(started.status(), 201) << started.body();
  EXPECT_EQ(started.at("status"), "pending");
  EXPECT_EQ(started.at("amount_minor"), "2500");
  EXPECT_EQ(world.post("/v1/invoices/" + invoice + "/pay", "", key).body(), started.body());
  EXPECT_EQ(shop.rows("/v1/payments?invoice_id=" + invoice).size(), 1U);
}

TEST_F(Invoicing, KeepsTheBooksInStepAndToldToWhomTheyConcern) {
  const std::string invoice = shop.subscribe_ada().at("latest_invoice_id");
  shop.receive(invoice, 3000);
  EXPECT_EQ(world.get("/v1/customers/" + shop.ada + "/balance").at("balances"),
            R"([{"currency":"eur","amount_minor":-500}])");
  const auto statement = world.get("/v1/customers/" + shop.ada + "/statement");
  const auto lines = statement.json().at("data").as_array();
  ASSERT_GE(lines.size(), 2U) << statement.body();
  EXPECT_EQ(lines.front().at("balance_minor"), 2500);
  EXPECT_EQ(lines.back().at("balance_minor"), -500);
  EXPECT_EQ(world.get("/v1/customers/" + shop.ada + "/statement?as_of=2020-01-01").at("data"),
            "[]");
  std::int64_t sum = 0;
  const auto trial = world.get("/v1/ledger/trial_balance").json();
  for (const auto& account : trial.at("accounts").as_array())
    sum += account.at("balance_minor").as_int64();
  EXPECT_EQ(sum, 0);
  const auto entries = shop.rows("/v1/ledger/entries?source=" + invoice);
  ASSERT_FALSE(entries.empty());
  EXPECT_EQ(text(entries[0].at("id")), "issued:" + invoice);
  EXPECT_EQ(shop.rows("/v1/ledger/entries?limit=1&after=1").at(0).at("entry_no"), 2);
  EXPECT_EQ(shop.rows("/v1/ledger/entries?user_id=" + shop.user).size(),
            shop.rows("/v1/ledger/entries").size());
}

TEST_F(Invoicing, RemembersACustomerWhoIsGone) {
  const auto begun = shop.subscribe_ada();
  const std::string invoice = "/v1/invoices/" + begun.at("latest_invoice_id");
  shop.receive(begun.at("latest_invoice_id"), 2500);
  const auto gone = world.ask("DELETE", "/v1/users/" + shop.user);
  const http::Fields seen = {{"cleave-wait-for", gone.header("Cleave-Position")}};
  EXPECT_EQ(world.get("/v1/customers/" + shop.ada, seen).status(), 404);
  EXPECT_EQ(world.get(invoice, seen).json().at("bill_to").at("name"), "Ada");
  EXPECT_EQ(world.get("/v1/subscriptions/" + begun.at("id"), seen).at("end_reason"),
            "user_deleted");
  EXPECT_EQ(world.get("/v1/customers/" + shop.ada + "/statement").status(), 200);
  EXPECT_EQ(world.get("/v1/customers/" + shop.ada + "/balance").status(), 200);
  EXPECT_EQ(shop.subscribe_ada().code(), "billing.customer_not_found");
}

TEST_F(Invoicing, DrawsAnInvoiceForPeople) {
  const std::string invoice = "/v1/invoices/" + shop.subscribe_ada().at("latest_invoice_id");
  const auto html = world.get(invoice + "/html", {{"accept", "text/html"}});
  EXPECT_EQ(html.status(), 200);
  EXPECT_EQ(html.response.content_type, "text/html; charset=utf-8");
  EXPECT_NE(html.body().find("25.00 EUR"), std::string::npos);
  EXPECT_NE(html.header("Content-Security-Policy").find("default-src 'none'"), std::string::npos);
  const auto pdf = world.get(invoice + "/pdf", {{"accept", "application/pdf"}});
  EXPECT_EQ(pdf.response.content_type, "application/pdf");
  EXPECT_TRUE(pdf.body().starts_with("%PDF-"));
  EXPECT_EQ(world.get("/v1/invoices/in_00000000000000000000000000/pdf").status(), 404);
}

}  // namespace
}  // namespace routes_test
