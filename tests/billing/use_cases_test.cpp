#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <variant>

#include <adapters/memory/billing/memory_billing_outbox.hpp>
#include <adapters/memory/billing/memory_billing_profiles.hpp>
#include <adapters/memory/billing/memory_user_replica.hpp>

#include <billing/application/billing_module.hpp>

namespace {

namespace events = billing::events;
using billing::CustomerId;

const auto ada = *CustomerId::of_user("usr_00000000000000000000000004");

// The module over stores in memory, with Ada known; run() does what the write lane does.
struct Module {
  memory::MemoryUserReplica users;
  memory::MemoryBillingProfiles profiles;
  memory::MemoryBillingOutbox outbox;
  billing::BillingModule module{billing::BillingPorts{
      .user_replica = users, .profiles = profiles, .outbox = outbox}};

  Module() {
    module.keep_user_replica.want(ada);
    module.keep_user_replica.keep({.id = ada,
                                   .version = 3,
                                   .email = "ada@example.com",
                                   .display_name = "Ada",
                                   .status = "active"});
  }

  auto set(const billing::SetBillingProfile::Command& command) {
    module.set_billing_profile.want(command);
    return module.set_billing_profile(command);
  }
  std::string_view refusal(const billing::SetBillingProfile::Command& command) {
    const auto done = set(command);
    return done ? "done" : done.error().code;
  }
  template <class Event>
  const Event& last() const {
    return std::get<Event>(outbox.said().back());
  }
};

TEST(SetBillingProfile, OpensTheProfileAtTheFirstCall) {
  Module m;
  ASSERT_TRUE(m.set({.id = ada, .expected_version = 0, .currency = "EUR", .tax_id = "DE1"}));
  const events::BillingProfileState opened{.id = ada.text(),
                                           .user_id = ada.user_text(),
                                           .version = 1,
                                           .currency = "eur",
                                           .has_tax_id = true};
  EXPECT_EQ(m.last<events::BillingProfileOpened>().after, opened);
  EXPECT_EQ(m.profiles.rows().at(ada).fields().tax_id->text(), "DE1");
}

TEST(SetBillingProfile, ChangesWhatIsGivenAndLeavesTheRest) {
  Module m;
  ASSERT_TRUE(m.set({.id = ada, .expected_version = {}, .currency = "eur", .tax_id = "DE1"}));
  ASSERT_TRUE(m.set({.id = ada, .expected_version = 1, .currency = "usd", .tax_id = {}}));
  EXPECT_EQ(m.last<events::BillingProfileChanged>().before.currency, "eur");
  EXPECT_EQ(m.last<events::BillingProfileChanged>().after.currency, "usd");
  EXPECT_EQ(m.last<events::BillingProfileChanged>().after.version, 2);
  EXPECT_TRUE(m.profiles.rows().at(ada).fields().tax_id);

  ASSERT_TRUE(m.set({.id = ada, .expected_version = {}, .currency = {}, .tax_id = ""}));
  EXPECT_FALSE(m.last<events::BillingProfileChanged>().after.has_tax_id);
}

TEST(SetBillingProfile, SaysThatATaxIdChangedButNeverWhich) {
  Module m;
  ASSERT_TRUE(m.set({.id = ada, .expected_version = {}, .currency = "eur", .tax_id = "DE1"}));
  const auto done = m.set({.id = ada, .expected_version = {}, .currency = {}, .tax_id = "DE2"});
  ASSERT_TRUE(done);
  EXPECT_FALSE(*done);
  EXPECT_EQ(m.last<events::BillingProfileChanged>().after.version, 2);
  EXPECT_EQ(m.profiles.rows().at(ada).fields().tax_id->text(), "DE2");
}

TEST(SetBillingProfile, WithNothingNewAnswersTheStateAndSaysNothing) {
  Module m;
  ASSERT_TRUE(m.set({.id = ada, .expected_version = {}, .currency = "eur", .tax_id = "DE1"}));
  const auto same = m.set({.id = ada, .expected_version = {}, .currency = "EUR", .tax_id = "DE1"});
  ASSERT_TRUE(same && *same);
  EXPECT_EQ((*same)->version, 1);
  EXPECT_EQ(m.outbox.said().size(), 1U);
}

TEST(SetBillingProfile, RefusesWhatItCannotKeep) {
  Module m;
  const auto nobody = *CustomerId::of_user("usr_0000000000000000000000000g");
  EXPECT_EQ(m.refusal({nobody, {}, "eur", {}}), "billing.customer_not_found");
  EXPECT_EQ(m.refusal({ada, {}, {}, "DE1"}), "billing.currency_required");
  EXPECT_EQ(m.refusal({ada, {}, "xxx", {}}), "billing.currency_unknown");
  EXPECT_EQ(m.refusal({ada, {}, "eur", "\n"}), "billing.tax_id_invalid");
  EXPECT_EQ(m.refusal({ada, 1, "eur", {}}), "billing.version_mismatch");
  EXPECT_TRUE(m.profiles.rows().empty());
  EXPECT_TRUE(m.outbox.said().empty());

  ASSERT_TRUE(m.set({.id = ada, .expected_version = {}, .currency = "eur", .tax_id = {}}));
  EXPECT_EQ(m.refusal({ada, 0, "usd", {}}), "billing.version_mismatch");
}

TEST(CloseProfileOfDeletedUser, EndsTheProfileWhereThereIsOne) {
  Module m;
  const auto& close = m.module.close_profile_of_deleted_user;
  close.want(ada);
  close(ada);
  EXPECT_TRUE(m.outbox.said().empty());

  ASSERT_TRUE(m.set({.id = ada, .expected_version = {}, .currency = "eur", .tax_id = {}}));
  close(ada);
  EXPECT_TRUE(m.profiles.rows().empty());
  EXPECT_EQ(m.last<events::BillingProfileClosed>().before.currency, "eur");
}

TEST(KeepUserReplica, KnowsTheVersionItHoldsAndLetsGo) {
  Module m;
  const auto& replica = m.module.keep_user_replica;
  EXPECT_EQ(replica.version(ada), 3);
  replica.drop(ada);
  EXPECT_EQ(replica.version(ada), 0);
  EXPECT_EQ(m.refusal({ada, {}, "eur", {}}), "billing.customer_not_found");
}

}  // namespace
