#include <billing/application/billing_run.hpp>

#include <map>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <tests/billing/process.hpp>

namespace {

using namespace std::chrono_literals;
using billing_test::at;
using billing_test::id_of;
using billing_test::Processes;
using Phase = billing::BillingRun::Phase;

struct World : Processes {
  World() : World(billing::BillingRun::Limits{}) {}
  explicit World(billing::BillingRun::Limits limits_said) : limits(limits_said) {
    start();
    sell();
  }

  // As the next process would.
  void start() {
    works.lose();
    process = std::make_unique<billing::BillingRun>(
        billing::BillingRun::Parts{due, works, ids, time, module}, limits);
  }
  void begin(std::string_view as_of) { process->begin(at(as_of), 1s); }
  // Steps it to its end; false where it does not come to one.
  bool finish() {
    for (int step = 0; step < 10'000; ++step) {
      const auto wait = process->step();
      if (process->finished()) return true;
      if (works.waiting() == 0) time.pass(wait);
      works.run();
    }
    return false;
  }
  const billing::BillingRun::Progress& bill(std::string_view as_of) {
    time.wall = at(as_of);
    begin(as_of);
    EXPECT_TRUE(finish());
    return process->progress();
  }
  // Per subscription, the periods of its invoices and what became of them.
  std::multimap<std::string, std::string> billed() const {
    std::multimap<std::string, std::string> all;
    for (const auto& [id, row] : invoices.rows()) {
      const auto& is = row.fields();
      all.emplace(is.subscription->text(), billing::to_text(is.period.start) + " " +
                                               billing::to_text(is.period.end) + " " +
                                               std::string{to_text(is.status)});
    }
    return all;
  }

  billing::BillingRun::Limits limits;
  std::unique_ptr<billing::BillingRun> process;
};

TEST(BillingRun, ASubscriptionThatIsSeveralPeriodsBehindIsBilledForEachOfThem) {
  World world;
  world.subscribed(1);
  world.paid(1);
  const auto progress = world.bill("2026-04-30T12:00Z");
  EXPECT_EQ(progress.phase, Phase::finished);
  EXPECT_EQ(progress.subscriptions_advanced, 3);
  EXPECT_EQ(progress.invoices_issued, 3);
  EXPECT_EQ(progress.problem_count, 0);
  const std::multimap<std::string, std::string> expected = {
      {id_of<billing::SubscriptionId>(1).text(), "2026-01-31 2026-02-28 paid"},
      {id_of<billing::SubscriptionId>(1).text(), "2026-02-28 2026-03-31 open"},
      {id_of<billing::SubscriptionId>(1).text(), "2026-03-31 2026-04-30 open"},
      {id_of<billing::SubscriptionId>(1).text(), "2026-04-30 2026-05-31 open"}};
  EXPECT_EQ(world.billed(), expected);
}

TEST(BillingRun, AnotherRunBehindItChangesNothing) {
  World world;
  for (std::uint8_t i = 1; i <= 5; ++i) world.subscribed(i), world.paid(i);
  world.bill("2026-03-15T00:00Z");
  const auto before = world.billed();
  world.said();
  const auto again = world.bill("2026-03-15T00:00Z");
  EXPECT_EQ(again.subscriptions_advanced, 0);
  EXPECT_EQ(again.invoices_issued, 0);
  EXPECT_EQ(world.billed(), before);
  EXPECT_EQ(world.said(), billing_test::Said{});
}

TEST(BillingRun, APageAndAHalfIsInFlightAtATimeHoweverManyAreDue) {
  World world{{.page = 3}};
  for (std::uint8_t i = 1; i <= 10; ++i) world.subscribed(i), world.paid(i);
  world.time.wall = at("2026-02-28T12:00Z");
  world.begin("2026-02-28T12:00Z");
  std::size_t most = 0;
  while (!world.process->finished()) {
    world.time.pass(world.process->step());
    most = std::max(most, world.works.waiting());
    world.works.run(1);
  }
  EXPECT_EQ(most, 4U);
  EXPECT_EQ(world.process->progress().subscriptions_advanced, 10);
  EXPECT_EQ(world.process->progress().due, 10);
}

TEST(BillingRun, WhatIsDueIsCountedUpToABound) {
  World world{{.page = 1, .due_counted_max = 9}};
  for (std::uint8_t i = 1; i <= 10; ++i) world.subscribed(i), world.paid(i);
  EXPECT_EQ(world.bill("2026-02-28T12:00Z").due, std::nullopt);
}

TEST(BillingRun, WhatIsRefusedIsAProblemAndIsLeftAloneWhileOthersGoOn) {
  World world;
  for (std::uint8_t i = 1; i <= 3; ++i) world.subscribed(i), world.paid(i);
  world.works.refuse = 1;
  const auto progress = world.bill("2026-03-31T12:00Z");
  EXPECT_EQ(progress.phase, Phase::finished);
  EXPECT_EQ(progress.subscriptions_advanced, 4);
  ASSERT_EQ(progress.problem_count, 1);
  EXPECT_EQ(progress.problems.at(0).id, id_of<billing::SubscriptionId>(1).text());
  EXPECT_EQ(progress.problems.at(0).code, "billing.amount_overflow");
  EXPECT_FALSE(progress.problems.at(0).detail.empty());
  EXPECT_EQ(world.bill("2026-03-31T12:00Z").subscriptions_advanced, 2) << "the next run tries it";
}

TEST(BillingRun, ProblemsAreCountedTheFirstHundredShownAndTooManyEndIt) {
  World world{{.problems_max = 150}};
  for (int i = 1; i <= 200; ++i)
    world.subscribed(static_cast<std::uint8_t>(i)), world.paid(static_cast<std::uint8_t>(i));
  world.works.refuse = 1'000;
  const auto progress = world.bill("2026-02-28T12:00Z");
  EXPECT_EQ(progress.phase, Phase::failed);
  EXPECT_EQ(progress.problem_count, 151);
  EXPECT_EQ(progress.problems.size(), 100U);
  EXPECT_FALSE(progress.failure.empty());
}

TEST(BillingRun, WhatIsUnavailableIsTriedAgainWithGrowingWaits) {
  World world;
  world.subscribed(1);
  world.paid(1);
  world.time.wall = at("2026-02-28T12:00Z");
  world.works.unavailable = 4;
  world.begin("2026-02-28T12:00Z");
  const auto begun = world.time.up;
  EXPECT_TRUE(world.finish());
  EXPECT_EQ(world.process->progress().subscriptions_advanced, 1);
  EXPECT_GE(world.time.up - begun, 100ms + 200ms + 400ms + 800ms);
  EXPECT_EQ(world.process->progress().problem_count, 0);
}

TEST(BillingRun, ARunThatWaitsInVainFailsAndSaysWhy) {
  World world;
  world.subscribed(1);
  world.paid(1);
  world.works.unavailable = 1'000;
  const auto failed = world.bill("2026-02-28T12:00Z");
  EXPECT_EQ(failed.phase, Phase::failed);
  EXPECT_EQ(failed.failure, "The store is away.");
  EXPECT_EQ(world.works.unavailable, 1'000 - 10);
  world.works.unavailable = 0;
  EXPECT_EQ(world.bill("2026-02-28T12:00Z").subscriptions_advanced, 1) << "the next one goes on";
}

// The work took effect, and nobody heard of it: its repeat must not bill the next period under the
// same id, or bill the same one twice.
TEST(BillingRun, AWorkWhoseEndWasLostIsBilledOnce) {
  World world;
  world.subscribed(1);
  world.paid(1);
  world.works.forget = 2;
  world.bill("2026-04-30T12:00Z");
  EXPECT_EQ(world.billed().size(), 4U);
}

TEST(BillingRun, ADraftIsIssuedWhenItsTimeHasCome) {
  World world;
  world.subscribed(1);
  world.paid(1);
  const auto drafted = world.bill("2026-02-28T00:10Z");
  EXPECT_EQ(drafted.subscriptions_advanced, 1);
  EXPECT_EQ(drafted.invoices_issued, 0);
  const auto issued = world.bill("2026-02-28T01:00Z");
  EXPECT_EQ(issued.subscriptions_advanced, 0);
  EXPECT_EQ(issued.invoices_issued, 1);
  EXPECT_EQ(issued.due, 1);
  EXPECT_EQ(issued.done, 1);
}

TEST(BillingRun, RevenueIsRecognizedUpToYesterday) {
  World world{{.group = 2}};
  for (std::uint8_t i = 1; i <= 5; ++i) world.subscribed(i), world.paid(i);
  EXPECT_EQ(world.bill("2026-02-14T12:00Z").schedules_recognized, 5);
  for (const auto& [id, row] : world.schedules.rows()) {
    EXPECT_EQ(billing::to_text(*row.next_on), "2026-02-14");
  }
  EXPECT_EQ(world.bill("2026-02-14T12:00Z").schedules_recognized, 0);
}

TEST(BillingRun, AScheduleThatCannotBeRecognizedKeepsNoOtherOfItsGroupFromIt) {
  World world;
  for (std::uint8_t i = 1; i <= 4; ++i) world.subscribed(i), world.paid(i);
  world.works.refuse = 2;  // the group, and then the first of it alone
  const auto progress = world.bill("2026-02-14T12:00Z");
  EXPECT_EQ(progress.schedules_recognized, 3);
  EXPECT_EQ(progress.problem_count, 1);
}

TEST(BillingRun, ItWaitsForPaymentsAndNotForever) {
  World world;
  world.subscribed(1);
  const auto progress = world.bill("2026-02-01T12:00Z");
  EXPECT_EQ(progress.phase, Phase::finished);
  EXPECT_TRUE(progress.payments_open);
  world.begin("2026-02-01T12:00Z");
  for (int i = 0; i < 20; ++i) world.process->step(), world.works.run();
  EXPECT_EQ(world.process->progress().phase, Phase::payments);
  world.paid(1);
  EXPECT_TRUE(world.finish());
  EXPECT_FALSE(world.process->progress().payments_open);
}

TEST(BillingRun, ItWaitsForThePaymentsThatItStarted) {
  World world;
  world.subscribed(1);
  world.paid(1);
  world.time.wall = at("2026-02-28T12:00Z");
  world.begin("2026-02-28T12:00Z");
  world.time.pass(1s);  // its payments come due behind what it is as of
  EXPECT_TRUE(world.finish());
  EXPECT_EQ(world.process->progress().invoices_issued, 1);
  EXPECT_TRUE(world.process->progress().payments_open);
}

RC_GTEST_PROP(BillingRun, WhereverItIsKilledTheNextOneEndsWhereOneThatWasNotWouldHave, ()) {
  const auto grown = [] {
    auto world = std::make_unique<World>(billing::BillingRun::Limits{.page = 4, .group = 3});
    for (std::uint8_t i = 1; i <= 6; ++i) {
      world->time.pass(std::chrono::hours{31 * i});
      world->subscribed(i);
      world->paid(i);
    }
    return world;
  };
  const auto twin = grown();
  twin->bill("2026-07-15T12:00Z");
  const auto world = grown();
  world->time.wall = at("2026-07-15T12:00Z");
  for (const auto works : *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 30))) {
    world->begin("2026-07-15T12:00Z");
    for (int left = works; left > 0 && !world->process->finished();) {
      world->time.pass(world->process->step());
      const auto now = std::min(world->works.waiting(), static_cast<std::size_t>(left));
      world->works.run(now);
      left -= static_cast<int>(now) + (now == 0 ? 1 : 0);
    }
    world->start();
  }
  world->bill("2026-07-15T12:00Z");
  RC_ASSERT(world->billed() == twin->billed());
  std::int64_t earned = 0;
  std::int64_t twins = 0;
  for (const auto& [id, row] : world->schedules.rows()) earned += row.recognized_minor;
  for (const auto& [id, row] : twin->schedules.rows()) twins += row.recognized_minor;
  RC_ASSERT(earned == twins);
}

}  // namespace
