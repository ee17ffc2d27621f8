#include <billing/application/collector.hpp>

#include <memory>
#include <string>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <adapters/gateway/billing/simulated_gateway.hpp>
#include <adapters/gateway/billing/simulated_gateway_records.hpp>

#include <tests/billing/process.hpp>
#include <tests/support/temp_folder.hpp>

namespace {

using namespace std::chrono_literals;
using billing_test::id_of;
using billing_test::Processes;

struct World : Processes {
  explicit World(billing::Collector::Limits limits_said = {}) : limits(limits_said) {
    sell();
    start();
  }

  // As the next process would: what waited is lost, and nothing is remembered.
  void start() {
    works.lose();
    const auto told = [this](const billing::PaymentId&, const shared::Error&) { ++refusals; };
    process = std::make_unique<billing::Collector>(
        billing::Collector::Parts{due, gateway, works, time, module.settle_payment, told}, limits);
  }
  // A new process whose first look is behind it, so that what comes now is fresh.
  void settle_in() {
    start();
    collect(1);
  }
  void collect(int steps) {
    for (; steps > 0; --steps) {
      time.pass(process->step());
      works.run();
    }
  }
  // Until each payment is settled, or for three days.
  void collect_all() {
    const auto until = time.up + 72h;
    while (time.up < until && due.payments(shared::Instant::max(), {}, 1).size() == 1) {
      collect(1);
      time.pass(1min);
    }
  }
  std::string status(std::uint8_t number) const {
    const auto& is = payments.rows().at(id_of<billing::PaymentId>(number)).fields();
    return std::string{billing::to_text(is.status)} + (is.failure.empty() ? "" : ':' + is.failure);
  }
  billing::GatewayRecord book(std::uint8_t number) {
    gateway::SimulatedGatewayRecords records{at};
    for (const auto& row : records.page(std::nullopt, std::nullopt, 1'000).rows) {
      if (row.reference == id_of<billing::PaymentId>(number).text()) return row;
    }
    return {};
  }
  billing::GatewayTotals totals() { return gateway::SimulatedGatewayRecords{at}.totals(); }

  test::TempFolder folder;
  sql::Location at = sql::Sqlite{(folder.path() / "gateway.db").string()};
  gateway::SimulatedGateway gateway{at, time};
  billing::Collector::Limits limits;
  std::unique_ptr<billing::Collector> process;
  int refusals = 0;
};

struct Method {
  const char* method;
  const char* payment;
  const char* subscription;
  std::int64_t captures;
};

const Method methods[] = {
    {"sim_ok", "succeeded", "active", 1},
    {"sim_double", "succeeded", "active", 1},
    {"sim_timeout_charged", "succeeded", "active", 1},
    {"sim_timeout_lost", "succeeded", "active", 1},
    {"sim_late", "succeeded", "active", 1},
    {"sim_declined", "failed:card_declined", "incomplete", 0},
    {"sim_insufficient_funds", "failed:insufficient_funds", "incomplete", 0},
    {"sim_declines_once", "failed:card_declined", "incomplete", 0},
    {"tok_of_another_gateway", "failed:unknown_method", "incomplete", 0},
};

TEST(Collector, EveryPaymentSettlesAndNoneIsTakenTwiceOrChargedWhenItWasTaken) {
  World world;
  world.settle_in();
  std::uint8_t number = 0;
  for (const auto& is : methods) world.subscribed(++number, is.method);
  world.collect_all();
  number = 0;
  for (const auto& is : methods) {
    EXPECT_EQ(world.status(++number), is.payment) << is.method;
    EXPECT_EQ(billing::to_text(world.sub(number).status), is.subscription) << is.method;
    EXPECT_EQ(world.book(number).captures, is.captures) << is.method;
    EXPECT_EQ(world.book(number).repeats, 0) << is.method;
  }
  EXPECT_EQ(world.book(4).charges, 2) << "lost on the way: looked for, not found, and asked again";
  EXPECT_GE(world.book(4).look_ups, 1);
  EXPECT_EQ(world.book(1).look_ups, 0) << "what is fresh and answered needs no look";
}

TEST(Collector, APaymentThatWasThereBeforeTheProcessIsLookedUpBeforeItIsCharged) {
  World world;
  world.subscribed(1, "sim_ok");
  world.start();
  world.collect_all();
  EXPECT_EQ(world.status(1), "succeeded");
  EXPECT_EQ(world.book(1).look_ups, 1);
  EXPECT_EQ(world.book(1).charges, 1);
}

TEST(Collector, AChargeWhoseSettlementWasLostWithTheProcessIsNotChargedAgain) {
  World world;
  world.settle_in();
  world.subscribed(1, "sim_ok");
  world.process->step();  // the gateway took it
  EXPECT_EQ(world.book(1).captures, 1);
  world.start();  // and the process died before that was stored
  EXPECT_EQ(world.status(1), "pending");
  world.collect_all();
  EXPECT_EQ(world.status(1), "succeeded");
  EXPECT_EQ(world.book(1).charges, 1);
  EXPECT_EQ(world.book(1).repeats, 0);
}

TEST(Collector, AChargeWhoseSettlementCouldNotBeStoredIsLookedUp) {
  World world;
  world.settle_in();
  world.subscribed(1, "sim_ok");
  world.works.unavailable = 3;
  world.collect_all();
  EXPECT_EQ(world.status(1), "succeeded");
  EXPECT_EQ(world.book(1).charges, 1);
  EXPECT_EQ(world.book(1).repeats, 0);
  EXPECT_EQ(world.book(1).look_ups, 3);
}

TEST(Collector, APaymentWithoutAMethodFailsAndTheGatewayHearsNothingOfIt) {
  World world;
  world.settle_in();
  world.subscribed(1, "sim_ok");
  auto fields = world.payments.rows().at(id_of<billing::PaymentId>(1)).fields();
  fields.method.clear();
  world.payments.put(billing::Payment{fields});
  world.collect(2);
  EXPECT_EQ(world.status(1), "failed:no_payment_method");
  EXPECT_EQ(world.book(1), billing::GatewayRecord{});
}

TEST(Collector, APaymentIsNotAskedForAgainWhileItsSettlementIsUnderWay) {
  World world;
  world.settle_in();
  world.subscribed(1, "sim_ok");
  for (int i = 0; i < 5; ++i) world.time.pass(world.process->step());
  EXPECT_EQ(world.works.waiting(), 1U);
  EXPECT_EQ(world.book(1).charges, 1);
  EXPECT_EQ(world.book(1).look_ups, 0);
}

TEST(Collector, WhatIsUnknownIsLookedUpInItsOwnTimeAlsoBehindARestart) {
  World world;
  world.settle_in();
  world.subscribed(1, "sim_timeout_charged");
  world.collect(1);
  EXPECT_EQ(world.status(1), "unknown");
  world.start();
  world.collect(3);
  EXPECT_EQ(world.book(1).look_ups, 0);
  world.time.pass(10s);
  world.collect(2);
  EXPECT_EQ(world.status(1), "succeeded");
  EXPECT_EQ(world.book(1).look_ups, 1);
  EXPECT_EQ(world.book(1).charges, 1);
}

TEST(Collector, ALateAnswerSettlesThePaymentThatItNames) {
  World world;
  world.settle_in();
  world.subscribed(1, "sim_late");
  world.collect(1);
  EXPECT_EQ(world.status(1), "unknown");
  world.subscribed(2, "sim_ok");
  world.collect(1);
  EXPECT_EQ(world.status(1), "succeeded");
  EXPECT_EQ(world.status(2), "succeeded");
}

TEST(Collector, ASettlementThatIsRefusedRestsAndOthersGoOn) {
  World world{{.page = 2}};
  world.settle_in();
  for (std::uint8_t i = 1; i <= 5; ++i) world.subscribed(i, "sim_ok");
  world.works.refuse = 1;
  world.collect(10);
  EXPECT_EQ(world.status(1), "pending");
  for (std::uint8_t i = 2; i <= 5; ++i) EXPECT_EQ(world.status(i), "succeeded");
  EXPECT_EQ(world.process->counts().refused, 1);
  EXPECT_EQ(world.process->counts().last_refusal,
            id_of<billing::PaymentId>(1).text() + ": billing.amount_overflow");
  EXPECT_EQ(world.book(1).look_ups, 0) << "it rests";
  world.works.refuse = 1;
  world.time.pass(1min);
  world.collect(3);
  EXPECT_EQ(world.process->counts().refused, 2);
  EXPECT_EQ(world.refusals, 1) << "of a payment it is told once";
  world.time.pass(1min);
  world.collect(3);
  EXPECT_EQ(world.status(1), "succeeded");
  EXPECT_EQ(world.book(1).charges, 1);
}

TEST(Collector, SoManySettlementsAreUnderWayAtOnceAndNoMore) {
  World world{{.page = 2, .settling_max = 4}};
  world.settle_in();
  for (std::uint8_t i = 1; i <= 20; ++i) world.subscribed(i, "sim_ok");
  for (int i = 0; i < 20; ++i) world.time.pass(world.process->step());
  EXPECT_EQ(world.works.waiting(), 4U);
}

// Where too many are remembered the rest waits; also for the first look, without which nothing that
// was there before is charged.
TEST(Collector, WhatItHasNoRoomForWaitsAndIsLookedUpFirstAllTheSame) {
  World world{{.page = 10, .asked_max = 3}};
  for (std::uint8_t i = 1; i <= 8; ++i) world.subscribed(i, "sim_ok");
  world.start();
  world.collect_all();
  for (std::uint8_t i = 1; i <= 8; ++i) {
    EXPECT_EQ(world.status(i), "succeeded");
    EXPECT_EQ(world.book(i).look_ups, 1);
    EXPECT_EQ(world.book(i).charges, 1);
  }
}

RC_GTEST_PROP(Collector, WhateverIsLostOnTheWayMoneyIsTakenOnceForEachInvoiceThatIsPaid, ()) {
  World world{{.page = 3}};
  const auto count = static_cast<std::uint8_t>(*rc::gen::inRange(1, 12));
  for (std::uint8_t i = 1; i <= count; ++i) {
    world.subscribed(
        i, rc::gen::elementOf(std::vector<std::string>{
                                  "sim_ok", "sim_double", "sim_timeout_charged", "sim_timeout_lost",
                                  "sim_late", "sim_declined", "sim_declines_once"})
               .as("method")
               .
               operator*());
  }
  for (const auto blow : *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 6))) {
    if (blow == 0) world.start();
    if (blow == 1) world.works.unavailable = 2;
    if (blow == 2) world.works.forget = 2;
    if (blow == 3) world.time.pass(world.process->step()), world.works.run(1);
    if (blow == 4) world.time.pass(30s);
    world.collect(blow == 3 ? 0 : 1);
  }
  world.collect_all();
  std::int64_t paid = 0;
  for (std::uint8_t i = 1; i <= count; ++i) {
    const auto open = world.status(i) == "pending" || world.status(i) == "unknown";
    RC_ASSERT(!open);
    const bool succeeded = world.status(i) == "succeeded";
    RC_ASSERT(world.book(i).captures == (succeeded ? 1 : 0));
    RC_ASSERT(world.book(i).repeats == 0);
    RC_ASSERT((world.invoice(i).status == billing::InvoiceStatus::paid) == succeeded);
    paid += succeeded ? 1 : 0;
  }
  RC_ASSERT(world.totals().captures == paid);
  RC_ASSERT(world.totals().captured_twice.empty());
}

}  // namespace
