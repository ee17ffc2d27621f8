#include <tests/e2e/installation.hpp>

// Billing's API, and what of it reaches the user module.
using namespace e2e;

namespace {

class Billing : public Running {
 protected:
  void SetUp() override {
    Running::SetUp();
    const auto ada = registered("ada@example.com");
    id_ = ada.at("id");
    EXPECT_EQ(customer(id_, ada.position()).status, 200);
    customer_path_ = "/v1/customers/" + customer_id(id_);
  }
  Answer facts(const std::string& position) {
    return admin().get("/v1/users/" + id_ + "/billing", wait_for(position));
  }

  std::string id_;
  std::string customer_path_;
};

TEST_F(Billing, AProfileIsKnownToTheUserModuleAsOfItsPosition) {
  EXPECT_EQ(admin().get("/v1/users/" + id_ + "/billing").at("has_billing_profile"), "false");
  const auto done =
      admin().patch(customer_path_, bj::object{{"currency", "eur"}, {"tax_id", "DE1"}});
  ASSERT_EQ(done.status, 200) << done.text;
  EXPECT_EQ(done.at("currency"), "eur");
  EXPECT_EQ(done.at("has_tax_id"), "true");
  EXPECT_EQ(admin().get(customer_path_).at("tax_id"), "DE1");
  EXPECT_EQ(done.position().substr(0, 12), "billing/0:1:");
  const auto known = facts(done.position());
  ASSERT_EQ(known.status, 200) << known.text;
  EXPECT_EQ(known.at("user_id"), id_);
  EXPECT_EQ(known.at("has_billing_profile"), "true");
  EXPECT_EQ(known.at("currency"), "eur");

  const auto changed = admin().patch(customer_path_, bj::object{{"currency", "jpy"}});
  EXPECT_EQ(facts(changed.position()).at("currency"), "jpy");
  EXPECT_EQ(admin().get(customer_path_).at("tax_id"), "DE1");
}

TEST_F(Billing, AProfileIsOpenedWithACurrencyThatExists) {
  EXPECT_EQ(admin().patch(customer_path_, bj::object{{"tax_id", "DE1"}}).code(),
            "billing.currency_required");
  const auto unknown = admin().patch(customer_path_, bj::object{{"currency", "xyz"}});
  EXPECT_EQ(unknown.status, 422);
  EXPECT_EQ(unknown.code(), "billing.currency_unknown");
  EXPECT_EQ(unknown.json().at("errors").at(0).at("pointer"), "/currency");
  EXPECT_EQ(admin().get(customer_path_).at("has_billing_profile"), "false");
}

TEST_F(Billing, AStaleIfMatchIsRefused) {
  admin().patch(customer_path_, bj::object{{"currency", "eur"}});
  admin().patch(customer_path_, bj::object{{"currency", "usd"}});
  const auto stale = admin().patch(customer_path_, bj::object{{"currency", "gbp"}},
                                   {{"If-Match", "\"1\""}});
  EXPECT_EQ(stale.status, 412) << stale.text;
  EXPECT_EQ(admin().get(customer_path_).at("currency"), "usd");
}

TEST_F(Billing, ADeletedUsersProfileIsClosedAndTheUserModuleHearsOfIt) {
  const auto opened = admin().patch(customer_path_, bj::object{{"currency", "eur"}});
  ASSERT_EQ(facts(opened.position()).at("has_billing_profile"), "true");
  const auto deleted = admin().remove("/v1/users/" + id_);
  ASSERT_EQ(deleted.status, 200) << deleted.text;
  EXPECT_EQ(customer(id_, deleted.position()).status, 404);
  const auto events =
      admin().get("/v1/events?log=billing/0&after=" + opened.position() + "&wait=5").json();
  ASSERT_EQ(events.at("data").size(), 1U);
  const auto& closed = events.at("data").at(0);
  EXPECT_EQ(closed.at("type"), "billing.profile_closed");
  EXPECT_EQ(closed.at("aggregateremoved"), true);
  EXPECT_EQ(closed.at("causationdepth"), 1);
  EXPECT_EQ(facts(events.at("next").text()).status, 404);  // the user is gone
  EXPECT_TRUE(becomes([this] { return settled(); }));
}

TEST_F(Billing, ACustomerIsNoOnesBeforeTheUserIsThere) {
  const auto stranger = "cus_" + std::string(26, '0');
  EXPECT_EQ(admin().get("/v1/customers/" + stranger).status, 404);
  const auto refused =
      admin().patch("/v1/customers/" + stranger, bj::object{{"currency", "eur"}});
  EXPECT_EQ(refused.status, 404);
  EXPECT_EQ(refused.code(), "billing.customer_not_found");
}

}  // namespace
