#include <billing/domain/payment.hpp>

#include <vector>

#include <gtest/gtest.h>

#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <tests/billing/domain_samples.hpp>

namespace {

using namespace std::chrono_literals;

using billing::Payment;
using billing::PaymentStatus;
using billing_samples::noon;

Payment started() {
  return Payment{{.id = {billing_samples::uuid(3)},
                  .invoice = {billing_samples::uuid(2)},
                  .customer = billing_samples::ada,
                  .amount = billing_samples::eur(500),
                  .method = "card_1",
                  .reference = {},
                  .failure = {},
                  .next_at = noon,
                  .created_at = noon,
                  .updated_at = noon}};
}

TEST(Payment, IsSettledOnceByItsSuccess) {
  auto payment = started();
  EXPECT_FALSE(payment.settled());
  EXPECT_TRUE(payment.succeed(noon + 1s));
  EXPECT_TRUE(payment.settled());
  EXPECT_EQ(payment.fields().status, PaymentStatus::succeeded);
  EXPECT_FALSE(payment.fields().next_at);
  EXPECT_EQ(payment.fields().version, 2);
  EXPECT_EQ(payment.fields().updated_at, noon + 1s);

  const auto settled = payment;
  EXPECT_FALSE(payment.succeed(noon + 2s));
  EXPECT_FALSE(payment.fail("card_declined", noon + 2s));
  EXPECT_FALSE(payment.unclear(noon + 2s));
  EXPECT_FALSE(payment.ask_again(noon + 2s));
  EXPECT_EQ(payment, settled);
}

TEST(Payment, IsSettledByItsFailureUntilTheGatewaySaysOtherwise) {
  auto payment = started();
  EXPECT_TRUE(payment.fail("card_declined", noon + 1s));
  EXPECT_EQ(payment.fields().status, PaymentStatus::failed);
  EXPECT_EQ(payment.fields().failure, "card_declined");
  EXPECT_FALSE(payment.fields().next_at);

  const auto settled = payment;
  EXPECT_FALSE(payment.fail("insufficient_funds", noon + 2s));
  EXPECT_FALSE(payment.unclear(noon + 2s));
  EXPECT_FALSE(payment.ask_again(noon + 2s));
  EXPECT_EQ(payment, settled);

  EXPECT_TRUE(payment.succeed(noon + 3s));
  EXPECT_EQ(payment.fields().status, PaymentStatus::succeeded);
  EXPECT_EQ(payment.fields().failure, "");
}

TEST(Payment, IsLookedUpBehindGrowingWaitsWhileNobodyKnows) {
  auto payment = started();
  auto now = noon;
  const std::chrono::seconds waits[] = {10s, 1min, 5min, 30min, 2h, 12h, 24h, 24h, 24h};
  std::int64_t lookups = 0;
  for (const auto wait : waits) {
    EXPECT_TRUE(payment.unclear(now));
    EXPECT_EQ(payment.fields().status, PaymentStatus::unknown);
    EXPECT_EQ(payment.fields().next_at, now + wait) << lookups;
    EXPECT_EQ(payment.fields().lookups, ++lookups);
    now = *payment.fields().next_at;
  }
  EXPECT_EQ(payment.fields().version, 1 + lookups);
}

TEST(Payment, IsAskedForAgainUnderItsReferenceWhereTheGatewayNeverHeardOfIt) {
  auto payment = started();
  EXPECT_FALSE(payment.ask_again(noon)) << "it was not asked for yet";
  payment.unclear(noon);
  EXPECT_TRUE(payment.ask_again(noon + 10s));
  EXPECT_EQ(payment.fields().status, PaymentStatus::pending);
  EXPECT_EQ(payment.fields().next_at, noon + 10s);
  EXPECT_EQ(payment.fields().id, started().fields().id);

  payment.unclear(noon + 11s);
  EXPECT_EQ(payment.fields().next_at, noon + 11s + 1min) << "the waits go on growing";
}

TEST(PaymentStatus, HasOneWord) {
  for (const auto status : {PaymentStatus::pending, PaymentStatus::unknown,
                            PaymentStatus::succeeded, PaymentStatus::failed}) {
    EXPECT_EQ(billing::parse_payment_status(billing::to_text(status)), status);
  }
  EXPECT_EQ(billing::to_text(PaymentStatus::unknown), "unknown");
  EXPECT_FALSE(billing::parse_payment_status("Failed"));
}

// Answers come late, twice, and in any order.
RC_GTEST_PROP(Payment, KeepsItsLawsUnderAnyAnswers, ()) {
  auto payment = started();
  auto now = noon;
  bool had_money = false;
  for (const auto step : *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 4))) {
    now += 1s;
    const auto before = payment;
    const bool changed = step == 0   ? payment.succeed(now)
                         : step == 1 ? payment.fail("card_declined", now)
                         : step == 2 ? payment.unclear(now)
                                     : payment.ask_again(now);
    const auto& is = payment.fields();
    RC_ASSERT(is.version == before.fields().version + (changed ? 1 : 0));
    RC_ASSERT(changed || payment == before);
    RC_ASSERT(payment.settled() == !is.next_at.has_value());
    RC_ASSERT((is.status == PaymentStatus::failed) == !is.failure.empty());
    had_money = had_money || is.status == PaymentStatus::succeeded;
    RC_ASSERT(had_money == (is.status == PaymentStatus::succeeded));
  }
}

}  // namespace
