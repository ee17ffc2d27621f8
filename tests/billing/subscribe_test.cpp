#include <gtest/gtest.h>

#include <string>

#include <tests/billing/use_cases.hpp>

namespace {

namespace events = billing::events;
using billing::CustomerId;
using billing::PriceId;
using billing::SubscriptionStatus;
using billing_test::at;
using billing_test::day;
using billing_test::id_of;
using billing_test::Module;
using billing_test::Said;

constexpr auto noon = "2026-03-01T12:00Z";

// What Ada asks for, so that a test can spoil one part of it.
billing::Subscribe::Command asked(std::uint8_t number = 1) {
  return {.id = id_of<billing::SubscriptionId>(number),
          .invoice = id_of<billing::InvoiceId>(number),
          .payment = id_of<billing::PaymentId>(number),
          .customer = Module::ada,
          .price = Module::price,
          .quantity = 1,
          .trial_days = 0,
          .at = at(noon)};
}

TEST(Subscribe, IssuesTheFirstInvoiceStartsItsPaymentAndWaitsForTheMoney) {
  Module m;
  m.open_profile();
  m.sell();
  (void)m.said();
  ASSERT_TRUE(m.subscribe(noon));
  EXPECT_EQ(m.said(), (Said{"billing.payment_started", "billing.invoice_finalized",
                            "billing.subscription_created"}));
  const auto& after = m.last<events::SubscriptionCreated>().after;
  EXPECT_EQ(after.version, 1);
  EXPECT_EQ(after.status, "incomplete");
  EXPECT_FALSE(after.entitled);
  EXPECT_EQ(after.quantity, 2);
  EXPECT_EQ(after.entitlements, (std::vector<std::string>{"api", "export"}));
  EXPECT_EQ(after.current_period_start, "2026-03-01");
  EXPECT_EQ(after.current_period_end, "2026-04-01");
  EXPECT_EQ(after.latest_invoice_id, id_of<billing::InvoiceId>(1).text());
  EXPECT_EQ(m.sub().due_at, at("2026-03-02T11:00Z"));

  EXPECT_EQ(m.invoice(1).kind, "subscription_create");
  EXPECT_EQ(m.invoice(1).status, billing::InvoiceStatus::open);
  EXPECT_EQ(m.invoice(1).total_minor, 2'000);
  ASSERT_EQ(m.invoice(1).lines.size(), 1U);
  EXPECT_EQ(m.invoice(1).lines[0].description, "Pro");
  EXPECT_EQ(m.invoice(1).period, m.sub().period);
}

TEST(Subscribe, IsActiveFromItsFirstEventWhereTheFirstInvoiceIsPaidAtOnce) {
  struct Case {
    std::int64_t unit_amount_minor;
    std::int64_t credit_minor;
  };
  for (const auto& is : {Case{0, 0}, Case{1'000, 2'000}}) {
    Module m;
    m.open_profile();
    m.sell(is.unit_amount_minor);
    m.credits.put({.key = {Module::ada, "eur"}, .credit_minor = is.credit_minor});
    (void)m.said();
    ASSERT_TRUE(m.subscribe(noon));
    EXPECT_EQ(m.said(), (Said{"billing.invoice_finalized", "billing.invoice_paid",
                              "billing.subscription_created"}));
    const auto& after = m.last<events::SubscriptionCreated>().after;
    EXPECT_EQ(after.version, 1);
    EXPECT_EQ(after.status, "active");
    EXPECT_TRUE(after.entitled);
    EXPECT_EQ(m.sub().due_at, at("2026-04-01T00:00Z"));
  }
}

TEST(Subscribe, BecomesActiveWhenThePaymentSucceeds) {
  Module m;
  m.open_profile();
  m.sell();
  ASSERT_TRUE(m.subscribe(noon));
  ASSERT_TRUE(m.settle(1, billing::ChargeAnswer::Outcome::succeeded, "2026-03-01T12:01Z"));
  EXPECT_EQ(m.sub().status, SubscriptionStatus::active);
  EXPECT_EQ(m.sub().due_at, at("2026-04-01T00:00Z"));
}

TEST(Subscribe, WithATrialBillsNothingYet) {
  Module m;
  m.know(Module::ada, "Europe/Berlin");
  m.open_profile();
  m.sell();
  (void)m.said();
  ASSERT_TRUE(m.subscribe("2026-03-20T12:00Z", 14));
  EXPECT_EQ(m.said(), (Said{"billing.subscription_created"}));
  const auto& after = m.last<events::SubscriptionCreated>().after;
  EXPECT_EQ(after.status, "trialing");
  EXPECT_TRUE(after.entitled);
  EXPECT_EQ(after.trial_end, "2026-04-03");
  EXPECT_EQ(after.current_period_start, "2026-03-20");
  EXPECT_EQ(after.current_period_end, "2026-04-03");
  EXPECT_EQ(after.latest_invoice_id, std::nullopt);
  EXPECT_EQ(m.sub().anchor, day("2026-04-03"));
  EXPECT_EQ(m.sub().period_no, -1);
  EXPECT_EQ(m.sub().due_at, at("2026-04-02T22:00Z"));
  EXPECT_TRUE(m.invoices.rows().empty());
}

TEST(Subscribe, BeginsTodayWhereTheCustomerLives) {
  struct Case {
    std::string zone;
    std::string_view when;
    std::string_view anchor;
    std::string_view end;
    std::string_view ends_at;
  };
  for (const auto& is :
       {Case{"UTC", "2026-01-31T23:59Z", "2026-01-31", "2026-02-28", "2026-02-28T00:00Z"},
        Case{"UTC", "2028-01-31T23:59Z", "2028-01-31", "2028-02-29", "2028-02-29T00:00Z"},
        Case{"Europe/Berlin", "2026-03-31T21:59Z", "2026-03-31", "2026-04-30", "2026-04-29T22:00Z"},
        Case{"Europe/Berlin", "2026-03-31T22:00Z", "2026-04-01", "2026-05-01", "2026-04-30T22:00Z"},
        Case{"Europe/Berlin", "2026-02-28T12:00Z", "2026-02-28", "2026-03-28", "2026-03-27T23:00Z"},
        Case{"Europe/Berlin", "2026-03-01T12:00Z", "2026-03-01", "2026-04-01", "2026-03-31T22:00Z"},
        Case{"America/New_York", "2026-03-01T04:59Z", "2026-02-28", "2026-03-28",
             "2026-03-28T04:00Z"},
        Case{"Pacific/Kiritimati", "2026-03-01T10:00Z", "2026-03-02", "2026-04-02",
             "2026-04-01T10:00Z"}}) {
    Module m;
    m.know(Module::ada, is.zone);
    m.open_profile();
    m.sell(0);
    ASSERT_TRUE(m.subscribe(is.when)) << is.zone;
    EXPECT_EQ(m.sub().time_zone, is.zone);
    EXPECT_EQ(m.sub().anchor, day(is.anchor)) << is.zone << is.when;
    EXPECT_EQ(m.sub().period.end, day(is.end)) << is.zone << is.when;
    EXPECT_EQ(m.sub().due_at, at(is.ends_at)) << is.zone << is.when;
  }
}

TEST(Subscribe, HappensInBillingsOwnTime) {
  Module m;
  m.open_profile();
  m.sell();
  m.clock.put({.id = "clock", .version = 1, .ahead_ms = 86'400'000});
  ASSERT_TRUE(m.subscribe(noon));
  EXPECT_EQ(m.sub().anchor, day("2026-03-02"));
  EXPECT_EQ(m.sub().created_at, at("2026-03-02T12:00Z"));
  EXPECT_EQ(m.invoice(1).issued_at, at("2026-03-02T12:00Z"));
}

TEST(Subscribe, OpensAProfileInTheCurrencyOfThePriceWhereThereIsNone) {
  Module m;
  m.sell(1'000, "year", "usd");
  (void)m.said();
  ASSERT_TRUE(m.subscribe(noon));
  EXPECT_EQ(m.said(), (Said{"billing.profile_opened", "billing.invoice_finalized",
                            "billing.subscription_created"}));
  EXPECT_EQ(m.profiles.rows().at(Module::ada).fields().currency.code(), "usd");
  EXPECT_EQ(m.sub().period.end, day("2027-03-01"));
  EXPECT_TRUE(m.payments.rows().empty());
}

TEST(Subscribe, RefusesWhatCannotBe) {
  Module m;
  m.open_profile();
  m.sell();
  m.know(id_of<CustomerId>(5), "UTC", "inactive");
  m.know(id_of<CustomerId>(6), "Europe/Berln");
  (void)m.said();
  const auto refusal = [&](const auto& spoil) {
    auto command = asked();
    spoil(command);
    return m.refusal(m.module.subscribe, command);
  };
  EXPECT_EQ(refusal([](auto& is) { is.customer = id_of<CustomerId>(9); }),
            "billing.customer_not_found");
  EXPECT_EQ(refusal([](auto& is) { is.customer = id_of<CustomerId>(5); }),
            "billing.customer_inactive");
  EXPECT_EQ(refusal([](auto& is) { is.customer = id_of<CustomerId>(6); }),
            "billing.time_zone_unknown");
  EXPECT_EQ(refusal([](auto& is) { is.price = id_of<PriceId>(9); }), "billing.price_not_found");
  for (const std::int64_t quantity : {-1, 0, 1'000'001}) {
    EXPECT_EQ(refusal([&](auto& is) { is.quantity = quantity; }), "billing.quantity_out_of_range");
  }
  for (const std::int64_t days : {-1, 731}) {
    EXPECT_EQ(refusal([&](auto& is) { is.trial_days = days; }), "billing.trial_out_of_range");
  }
  EXPECT_TRUE(m.subscriptions.rows().empty());
  EXPECT_TRUE(m.said().empty());
  EXPECT_EQ(refusal([](auto& is) { is.quantity = 1'000'000; }), "done");
  EXPECT_EQ(refusal([](auto& is) { is.trial_days = 730; }), "done");
}

TEST(Subscribe, RefusesAPriceInAnotherCurrency) {
  Module m;
  m.open_profile();
  m.sell(1'000, "month", "usd");
  (void)m.said();
  EXPECT_EQ(m.refusal(m.module.subscribe, asked()), "billing.currency_differs");
  EXPECT_TRUE(m.said().empty());
}

TEST(Subscribe, RefusesWhatIsSoldNoMore) {
  Module price_gone;
  price_gone.sell();
  ASSERT_TRUE(price_gone.run(price_gone.module.archive_price,
                             {.id = Module::price, .expected_version = {}, .at = at(noon)}));
  EXPECT_EQ(price_gone.refusal(price_gone.module.subscribe, asked()), "billing.price_archived");

  Module product_gone;
  product_gone.sell();
  ASSERT_TRUE(product_gone.run(product_gone.module.archive_product,
                               {.id = Module::product, .expected_version = {}, .at = at(noon)}));
  EXPECT_EQ(product_gone.refusal(product_gone.module.subscribe, asked()),
            "billing.product_archived");
  EXPECT_TRUE(product_gone.profiles.rows().empty());
}

TEST(Subscribe, ACustomerHasAHundredSubscriptionsThatHaveNotEnded) {
  Module m;
  m.sell();
  for (std::uint8_t number = 1; number <= 100; ++number) {
    ASSERT_EQ(m.refusal(m.module.subscribe, asked(number)), "done");
  }
  EXPECT_EQ(m.refusal(m.module.subscribe, asked(101)), "billing.too_many_subscriptions");
  ASSERT_TRUE(m.run(m.module.cancel_subscription, {.id = id_of<billing::SubscriptionId>(50),
                                                   .expected_version = {},
                                                   .at_period_end = false,
                                                   .at = at(noon)}));
  EXPECT_EQ(m.refusal(m.module.subscribe, asked(101)), "done");
}

TEST(Subscribe, KeepsWhatItWasSoldWith) {
  Module m;
  m.open_profile();
  m.sell();
  ASSERT_TRUE(m.subscribe(noon));
  const auto before = m.sub();
  ASSERT_TRUE(m.run(m.module.change_product,
                    {.id = Module::product,
                     .expected_version = {},
                     .words = {.name = {}, .description = {}, .entitlements = {{"api"}}},
                     .at = at(noon)}));
  ASSERT_TRUE(m.run(m.module.create_price, {.id = id_of<PriceId>(2),
                                            .product = {},
                                            .currency = {},
                                            .interval = {},
                                            .unit_amount_minor = 5'000,
                                            .replaces = Module::price,
                                            .at = at(noon)}));
  ASSERT_TRUE(m.settle(1, billing::ChargeAnswer::Outcome::succeeded, noon));
  ASSERT_TRUE(m.advance("2026-04-01T01:00Z", 2));
  EXPECT_EQ(m.sub().entitlements, before.entitlements);
  EXPECT_EQ(m.invoice(2).total_minor, 2'000);
}

}  // namespace
