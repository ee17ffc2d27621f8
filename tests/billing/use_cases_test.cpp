#include <gtest/gtest.h>

#include <string>

#include <tests/billing/use_cases.hpp>

namespace {

namespace events = billing::events;
using billing::Address;
using billing::CustomerId;
using billing_test::Module;
using Command = billing::SetBillingProfile::Command;

const auto ada = Module::ada;
const Address home{.line1 = "1 St James's Square",
                   .line2 = "",
                   .postal_code = "SW1Y 4JU",
                   .city = "London",
                   .region = "",
                   .country = "GB"};

// What somebody says of Ada's profile; what is empty is not said.
Command words(std::optional<std::string> currency = {}, std::optional<std::string> tax_id = {}) {
  return {.id = ada,
          .expected_version = {},
          .currency = std::move(currency),
          .tax_id = std::move(tax_id),
          .address = {},
          .payment_method = {}};
}

auto set(Module& m, const Command& command) { return m.run(m.module.set_billing_profile, command); }
std::string_view refusal(Module& m, const Command& command) {
  return m.refusal(m.module.set_billing_profile, command);
}

TEST(SetBillingProfile, OpensTheProfileAtTheFirstCall) {
  Module m;
  auto command = words("EUR", "DE1");
  command.expected_version = 0;
  command.address = home;
  command.payment_method = "tok_1";
  ASSERT_TRUE(set(m, command));
  const events::BillingProfileState opened{.id = ada.text(),
                                           .user_id = ada.user_text(),
                                           .version = 1,
                                           .currency = "eur",
                                           .has_tax_id = true,
                                           .has_address = true,
                                           .has_payment_method = true};
  EXPECT_EQ(m.last<events::BillingProfileOpened>().after, opened);
  const auto& kept = m.profiles.rows().at(ada).fields();
  EXPECT_EQ(kept.tax_id->text(), "DE1");
  EXPECT_EQ(kept.address, home);
  EXPECT_EQ(kept.payment_method, "tok_1");
}

TEST(SetBillingProfile, ChangesWhatIsGivenAndLeavesTheRest) {
  Module m;
  auto all = words("eur", "DE1");
  all.address = home;
  all.payment_method = "tok_1";
  ASSERT_TRUE(set(m, all));
  auto other_currency = words("usd");
  other_currency.expected_version = 1;
  ASSERT_TRUE(set(m, other_currency));
  EXPECT_EQ(m.last<events::BillingProfileChanged>().before.currency, "eur");
  EXPECT_EQ(m.last<events::BillingProfileChanged>().after.currency, "usd");
  EXPECT_EQ(m.last<events::BillingProfileChanged>().after.version, 2);
  EXPECT_TRUE(m.profiles.rows().at(ada).fields().tax_id);

  auto nothing_more = words({}, "");
  nothing_more.address = std::optional<Address>{};
  nothing_more.payment_method = "";
  ASSERT_TRUE(set(m, nothing_more));
  const auto& after = m.last<events::BillingProfileChanged>().after;
  EXPECT_FALSE(after.has_tax_id || after.has_address || after.has_payment_method);
}

TEST(SetBillingProfile, SaysThatATaxIdChangedButNeverWhich) {
  Module m;
  ASSERT_TRUE(set(m, words("eur", "DE1")));
  const auto done = set(m, words({}, "DE2"));
  ASSERT_TRUE(done);
  EXPECT_FALSE(*done);
  EXPECT_EQ(m.last<events::BillingProfileChanged>().after.version, 2);
  EXPECT_EQ(m.profiles.rows().at(ada).fields().tax_id->text(), "DE2");
}

TEST(SetBillingProfile, WithNothingNewAnswersTheStateAndSaysNothing) {
  Module m;
  ASSERT_TRUE(set(m, words("eur", "DE1")));
  const auto same = set(m, words("EUR", "DE1"));
  ASSERT_TRUE(same && *same);
  EXPECT_EQ((*same)->version, 1);
  EXPECT_EQ(m.outbox.said().size(), 1U);
}

TEST(SetBillingProfile, RefusesWhatItCannotKeep) {
  Module m;
  auto nobody = words("eur");
  nobody.id = billing_test::id_of<CustomerId>(9);
  EXPECT_EQ(refusal(m, nobody), "billing.customer_not_found");
  EXPECT_EQ(refusal(m, words({}, "DE1")), "billing.currency_required");
  EXPECT_EQ(refusal(m, words("xxx")), "billing.currency_unknown");
  EXPECT_EQ(refusal(m, words("eur", "\n")), "billing.tax_id_invalid");
  auto nowhere = words("eur");
  nowhere.address = Address{};
  EXPECT_EQ(refusal(m, nowhere), "billing.address_invalid");
  auto seen = words("eur");
  seen.expected_version = 1;
  EXPECT_EQ(refusal(m, seen), "billing.version_mismatch");
  EXPECT_TRUE(m.profiles.rows().empty());
  EXPECT_TRUE(m.outbox.said().empty());

  ASSERT_TRUE(set(m, words("eur")));
  auto unseen = words("usd");
  unseen.expected_version = 0;
  EXPECT_EQ(refusal(m, unseen), "billing.version_mismatch");
}

TEST(SetBillingProfile, KeepsTokensOfTheGatewayAndNeverACardsNumber) {
  struct Case {
    std::string payment_method;
    std::string_view outcome;
  };
  const auto refused = "billing.payment_method_invalid";
  for (const auto& [method, outcome] :
       {Case{"tok_1", "done"}, Case{"pm.A-z_09", "done"}, Case{std::string(200, 'x'), "done"},
        Case{"12345678901", "done"}, Case{std::string(20, '4'), "done"},
        Case{"4242424242424242", refused}, Case{std::string(12, '4'), refused},
        Case{std::string(19, '4'), refused}, Case{"4242 4242 4242 4242", refused},
        Case{std::string(201, 'x'), refused}, Case{"tok 1", refused}, Case{"tök", refused}}) {
    Module m;
    auto command = words("eur");
    command.payment_method = method;
    EXPECT_EQ(refusal(m, command), outcome) << method;
  }
}

TEST(SetBillingProfile, KeepsTheCurrencyThatASubscriptionPaysIn) {
  Module m;
  m.open_profile();
  m.sell();
  ASSERT_TRUE(m.subscribe("2026-03-01T10:00Z"));
  EXPECT_EQ(refusal(m, words("usd")), "billing.currency_in_use");
  EXPECT_EQ(refusal(m, words("eur", "DE1")), "done");

  ASSERT_TRUE(m.settle(1, billing::ChargeAnswer::Outcome::succeeded, "2026-03-01T10:01Z"));
  ASSERT_TRUE(m.run(m.module.cancel_subscription, {.id = Module::subscription,
                                                   .expected_version = {},
                                                   .at_period_end = false,
                                                   .at = billing_test::at("2026-03-02T10:00Z")}));
  EXPECT_EQ(refusal(m, words("usd")), "done");
}

TEST(SetBillingProfile, LeavesAPaymentThatIsUnderWayAlone) {
  Module m;
  m.open_profile();
  m.sell();
  ASSERT_TRUE(m.subscribe("2026-03-01T10:00Z"));
  const auto before = m.payments.rows();
  auto command = words();
  command.payment_method = "tok_2";
  ASSERT_TRUE(set(m, command));
  EXPECT_EQ(m.payments.rows(), before);
}

TEST(KeepUserReplica, KnowsTheVersionItHoldsAndLetsGo) {
  Module m;
  const auto& replica = m.module.keep_user_replica;
  EXPECT_EQ(replica.version(ada), 3);
  replica.drop(ada);
  EXPECT_EQ(replica.version(ada), 0);
  EXPECT_EQ(refusal(m, words("eur")), "billing.customer_not_found");
}

}  // namespace
