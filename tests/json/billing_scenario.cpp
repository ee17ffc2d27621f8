#include <tests/json/billing_scenario.hpp>

#include <string>
#include <string_view>
#include <variant>

#include <gtest/gtest.h>

#include <adapters/json/billing/user_life_reaction.hpp>
#include <adapters/memory/billing/memory_billing.hpp>
#include <adapters/memory/billing/memory_billing_outbox.hpp>
#include <adapters/memory/billing/memory_billing_profiles.hpp>
#include <adapters/memory/billing/memory_ledger.hpp>
#include <adapters/memory/billing/memory_subscriptions.hpp>
#include <adapters/memory/billing/memory_user_replica.hpp>
#include <adapters/zones/billing/iana_time_zones.hpp>

#include <billing/application/billing_module.hpp>

namespace published_events_test {
namespace {

using Outcome = billing::ChargeAnswer::Outcome;

shared::Instant at(std::string_view minute) {
  return *shared::parse_rfc3339(std::string{minute} + ":00.000Z");
}

// Things of one kind, told apart by one letter.
template <class Id>
Id id_of(std::string_view prefix, char letter) {
  return *Id::parse(std::string{prefix} + "06ammhqmi1t3n4cd7r2k9v8e" + letter + "0");
}
billing::SubscriptionId sub(char last) { return id_of<billing::SubscriptionId>("sub_", last); }
billing::InvoiceId invoice(char last) { return id_of<billing::InvoiceId>("in_", last); }
billing::PaymentId payment(char last) { return id_of<billing::PaymentId>("pay_", last); }

const auto ada = *billing::CustomerId::of_user("usr_06ammhqmi1t3n4cd7r2k9v8e5s");
const auto pro = id_of<billing::ProductId>("prod_", '0');
const auto first_price = id_of<billing::PriceId>("price_", '0');
const auto next_price = id_of<billing::PriceId>("price_", '1');

// The module over stores in memory.
struct Scenario {
  memory::MemoryUserReplica users;
  memory::MemoryBillingProfiles profiles;
  memory::MemoryProducts products;
  memory::MemoryPrices prices;
  memory::MemorySubscriptions subscriptions;
  memory::MemoryInvoices invoices;
  memory::MemoryPayments payments;
  memory::MemoryPaymentReferences payment_references;
  memory::MemoryRevenueSchedules schedules;
  memory::MemoryCustomerCredits credits;
  memory::MemoryNumberSeries number_series;
  memory::MemoryClockSettings clock;
  memory::MemoryLedger ledger;
  memory::MemoryBillingOutbox outbox;
  zones::IanaTimeZones time_zones;
  billing::BillingModule b{{.user_replica = users,
                            .profiles = profiles,
                            .products = products,
                            .prices = prices,
                            .subscriptions = subscriptions,
                            .subscriptions_of_customer = subscriptions,
                            .invoices = invoices,
                            .payments = payments,
                            .payment_references = payment_references,
                            .schedules = schedules,
                            .credits = credits,
                            .number_series = number_series,
                            .clock = clock,
                            .ledger = ledger,
                            .outbox = outbox,
                            .time_zones = time_zones},
                           {}};

  template <class UseCase>
  void run(const UseCase& use_case, const typename UseCase::Command& command) {
    for (int round = 0; round < 3; ++round) use_case.want(command);
    const auto done = use_case(command);
    EXPECT_TRUE(done) << done.error().code;
  }

  void settle(char last, std::optional<Outcome> outcome, std::string_view when) {
    billing::SettlePayment::Command command{
        .id = payment(last), .answer = std::nullopt, .at = at(when)};
    if (outcome) command.answer = {payment(last), *outcome, "card_declined"};
    run(b.settle_payment, command);
  }
  void subscribe(char last, billing::PriceId price, std::string_view when) {
    run(b.subscribe, {.id = sub(last),
                      .invoice = invoice(last),
                      .payment = payment(last),
                      .customer = ada,
                      .price = price,
                      .quantity = 2,
                      .trial_days = 0,
                      .at = at(when)});
  }
  void advance(char subscription, char made, std::string_view when) {
    run(b.advance_subscription, {.id = sub(subscription),
                                 .invoice = invoice(made),
                                 .payment = payment(made),
                                 .as_of = at(when),
                                 .at = at(when)});
  }

  void open_a_profile();
  void sell();
  void pay_for_months();
  void change_their_minds();
  void leave();
};

void Scenario::open_a_profile() {
  b.keep_user_replica.want(ada);
  b.keep_user_replica.keep({ada, 5, "ada.king@example.com", "Ada King", "Europe/London", "active"});
  run(b.set_billing_profile, {.id = ada,
                              .expected_version = {},
                              .currency = "eur",
                              .tax_id = {},
                              .address = {},
                              .payment_method = {}});
  run(b.set_billing_profile,
      {.id = ada,
       .expected_version = {},
       .currency = "gbp",
       .tax_id = "GB123",
       .address = billing::Address{"12 St James's Square", "", "SW1Y 4JH", "London", "", "GB"},
       .payment_method = "pm_card"});
}

void Scenario::sell() {
  run(b.create_product, {.id = pro,
                         .words = {"Pro", "For \"those\" who need more", {{"api", "seats.10"}}},
                         .at = at("2026-01-01T09:00")});
  run(b.change_product, {.id = pro,
                         .expected_version = {},
                         .words = {"Pro 2026", {}, {{"api", "seats.20"}}},
                         .at = at("2026-01-01T09:05")});
  run(b.create_price, {.id = first_price,
                       .product = pro,
                       .currency = "gbp",
                       .interval = "month",
                       .unit_amount_minor = 1'250,
                       .replaces = {},
                       .at = at("2026-01-01T09:10")});
  run(b.create_price, {.id = next_price,
                       .product = {},
                       .currency = {},
                       .interval = {},
                       .unit_amount_minor = 1'500,
                       .replaces = first_price,
                       .at = at("2026-01-02T09:10")});
}

void Scenario::pay_for_months() {
  subscribe('a', next_price, "2026-01-31T10:00");
  settle('a', std::nullopt, "2026-01-31T10:01");
  settle('a', Outcome::succeeded, "2026-01-31T10:02");
  advance('a', 'b', "2026-02-28T00:00");
  run(b.finalize_invoice, {.id = invoice('b'),
                           .payment = payment('b'),
                           .expected_version = {},
                           .at = at("2026-02-28T01:00")});
  settle('b', Outcome::declined, "2026-02-28T01:01");
  run(b.pay_invoice,
      {.payment = payment('c'), .invoice = invoice('b'), .at = at("2026-03-01T09:00")});
  settle('c', Outcome::succeeded, "2026-03-01T09:01");
  run(b.recognize_revenue,
      {.invoices = {invoice('a')}, .as_of = at("2026-02-10T00:00"), .at = at("2026-02-10T00:00")});
}

void Scenario::change_their_minds() {
  const auto cancel = [&](bool at_period_end, std::string_view when) {
    run(b.cancel_subscription,
        {.id = sub('a'), .expected_version = {}, .at_period_end = at_period_end, .at = at(when)});
  };
  cancel(true, "2026-03-02T09:00");
  run(b.keep_subscription, {.id = sub('a'), .expected_version = {}, .at = at("2026-03-02T09:05")});
  for (int round = 0; round < 3; ++round) b.follow_user_status.want(ada);
  EXPECT_TRUE(b.follow_user_status.deactivated(ada, at("2026-03-03T09:00")));
  EXPECT_TRUE(b.follow_user_status.reactivated(ada, at("2026-03-04T09:00")));
  // One whose invoice nobody pays: given up.
  advance('a', 'd', "2026-03-31T01:00");
  settle('d', Outcome::declined, "2026-03-31T01:01");
  run(b.give_up_invoice,
      {.id = invoice('d'), .expected_version = {}, .at = at("2026-04-02T09:00")});
  cancel(false, "2026-04-02T10:00");
  // One that never begins.
  subscribe('e', next_price, "2026-04-03T10:00");
  settle('e', Outcome::declined, "2026-04-03T10:01");
  advance('e', 'f', "2026-04-04T10:00");
}

void Scenario::leave() {
  run(b.archive_product, {.id = pro, .expected_version = {}, .at = at("2026-04-05T09:00")});
  run(b.advance_clock, {.to = at("2026-05-01T00:00"), .at = at("2026-04-05T10:00")});
  for (int round = 0; round < 3; ++round) b.end_customer_of_deleted_user.want(ada);
  EXPECT_TRUE(b.end_customer_of_deleted_user(ada, at("2026-04-06T09:00")));
}

}  // namespace

std::vector<billing::events::BillingEvent> every_billing_event() {
  Scenario scenario;
  scenario.open_a_profile();
  scenario.sell();
  scenario.pay_for_months();
  scenario.change_their_minds();
  scenario.leave();
  return scenario.outbox.said();
}

std::vector<std::string> said_because_of(const sync::Event& event) {
  Scenario scenario;
  scenario.open_a_profile();
  scenario.sell();
  scenario.subscribe('a', next_price, "2026-01-31T10:00");
  scenario.settle('a', Outcome::succeeded, "2026-01-31T10:02");
  if (event.type == "user.reactivated") {
    scenario.b.follow_user_status.want(ada);
    EXPECT_TRUE(scenario.b.follow_user_status.deactivated(ada, at("2026-02-01T00:00")));
  }
  const std::size_t before = scenario.outbox.said().size();
  json::UserLifeReaction reaction{scenario.b.follow_user_status,
                                  scenario.b.end_customer_of_deleted_user};
  for (int round = 0; round < 3; ++round) reaction.want(event);
  EXPECT_TRUE(reaction.react(event, event.occurred_at));
  std::vector<std::string> types;
  for (std::size_t i = before; i < scenario.outbox.said().size(); ++i) {
    types.push_back(std::visit([](const auto& said) { return std::string{said.type}; },
                               scenario.outbox.said()[i]));
  }
  return types;
}

}  // namespace published_events_test
