#include <billing/application/time_lapse.hpp>

#include <map>
#include <memory>
#include <string>

#include <gtest/gtest.h>

#include <tests/billing/process.hpp>

namespace {

using namespace std::chrono_literals;
using billing_test::at;
using billing_test::id_of;
using billing_test::Processes;
using Phase = billing::BillingRun::Phase;

struct World : Processes {
  World() { sell(); }

  // What it comes to; it is given up after so many works.
  billing::BillingRun::Progress pass_until(std::string_view to, int works_max = 100'000) {
    billing::BillingRun run{{due, works, ids, time, module}, {}};
    billing::TimeLapse lapse{{due, works, time, module.advance_clock, run}, {}};
    lapse.begin(at(to));
    for (int step = 0; step < 100'000 && !lapse.finished(); ++step) {
      const auto wait = lapse.step();
      if (works.waiting() == 0) time.pass(wait);
      for (; works.waiting() > 0; --works_max) {
        if (works_max == 0) return works.lose(), lapse.progress();
        works.run(1);
      }
      pay_what_is_due();
    }
    EXPECT_TRUE(lapse.finished());
    return lapse.progress();
  }
  void pay_what_is_due() {
    for (const auto& payment : due.payments(shared::Instant::max(), {}, 100)) {
      const auto id = payment.fields().id;
      (void)run(module.settle_payment,
                {.id = id,
                 .answer = billing::ChargeAnswer{id, billing::ChargeAnswer::Outcome::succeeded, ""},
                 .at = time.now()});
    }
  }
  shared::Instant billing_now() {
    return time.wall + std::chrono::milliseconds{due.next(time.wall).ahead_ms};
  }
  // Per invoice, its period and when it was issued, in billing's time.
  std::multimap<std::string, std::string> issued() const {
    std::multimap<std::string, std::string> all;
    for (const auto& [id, row] : invoices.rows()) {
      const auto& is = row.fields();
      all.emplace(billing::to_text(is.period.start),
                  shared::to_rfc3339(*is.issued_at).substr(0, 13) + " " +
                      std::string{billing::to_text(is.status)});
    }
    return all;
  }
};

TEST(TimeLapse, DocumentsBearTheDatesThatTheyWouldHaveBorne) {
  World world;
  world.subscribed(1);
  const auto progress = world.pass_until("2026-04-30T12:00Z");
  EXPECT_EQ(progress.phase, Phase::finished);
  EXPECT_EQ(progress.subscriptions_advanced, 3);
  EXPECT_EQ(progress.invoices_issued, 3);
  EXPECT_GE(world.billing_now(), at("2026-04-30T12:00Z"));
  EXPECT_LT(world.billing_now(), at("2026-04-30T12:10Z"));
  const std::multimap<std::string, std::string> expected = {{"2026-01-31", "2026-01-31T10 paid"},
                                                            {"2026-02-28", "2026-02-28T01 paid"},
                                                            {"2026-03-31", "2026-03-31T01 paid"},
                                                            {"2026-04-30", "2026-04-30T01 paid"}};
  EXPECT_EQ(world.issued(), expected);
}

TEST(TimeLapse, RevenueIsRecognizedDayByDay) {
  World world;
  world.subscribed(1);
  world.pass_until("2026-02-10T12:00Z");
  std::size_t days = 0;
  for (const auto& entry : world.ledger.entries()) days += entry.kind == "recognized" ? 1U : 0U;
  EXPECT_EQ(days, 10U);
}

TEST(TimeLapse, ItGoesNoFurtherThanItIsTold) {
  World world;
  world.subscribed(1);
  world.pass_until("2026-02-28T00:20Z");
  EXPECT_GE(world.billing_now(), at("2026-02-28T00:20Z"));
  EXPECT_LT(world.billing_now(), at("2026-02-28T00:30Z"));
}

TEST(TimeLapse, WhereItIsStoppedAllThatIsDueByThenIsDone) {
  World world;
  world.subscribed(1);
  billing::BillingRun run{{world.due, world.works, world.ids, world.time, world.module}, {}};
  billing::TimeLapse lapse{{world.due, world.works, world.time, world.module.advance_clock, run},
                           {}};
  lapse.begin(at("2027-01-31T12:00Z"));
  for (int step = 0; step < 100'000 && !lapse.finished(); ++step) {
    const auto wait = lapse.step();
    if (world.works.waiting() == 0) world.time.pass(wait);
    while (world.works.waiting() > 0) world.works.run(1);
    world.pay_what_is_due();
    if (lapse.reached() >= at("2026-04-01T00:00Z")) lapse.stop();
  }
  EXPECT_TRUE(lapse.finished());
  EXPECT_TRUE(lapse.stopped());
  EXPECT_EQ(lapse.progress().phase, Phase::finished);
  EXPECT_LT(world.billing_now(), at("2026-04-02T12:00Z"));
  EXPECT_EQ(world.pass_until(shared::to_rfc3339(world.billing_now())).done, 0);
}

TEST(TimeLapse, WhereItIsKilledAnotherGoesOn) {
  World twin;
  twin.subscribed(1);
  twin.pass_until("2026-04-30T12:00Z");
  for (int works_of_a_life = 1; works_of_a_life < 8; ++works_of_a_life) {
    World world;
    world.subscribed(1);
    for (int life = 0; life < 60; ++life) {
      world.pass_until("2026-04-30T12:00Z", works_of_a_life);
    }
    world.pass_until("2026-04-30T12:00Z");
    EXPECT_EQ(world.issued(), twin.issued()) << works_of_a_life;
  }
}

TEST(TimeLapse, AClockThatCannotBeSetIsTriedAgainAndThenItFails) {
  World world;
  world.works.unavailable = 3;
  EXPECT_EQ(world.pass_until("2026-02-10T12:00Z").phase, Phase::finished);
  EXPECT_GE(world.billing_now(), at("2026-02-10T12:00Z"));
  world.works.unavailable = 1'000;
  const auto failed = world.pass_until("2026-03-10T12:00Z");
  EXPECT_EQ(failed.phase, Phase::failed);
  EXPECT_EQ(failed.failure, "The store is away.");
}

TEST(TimeLapse, TooFarIsRefused) {
  World world;
  EXPECT_EQ(world.pass_until("2226-02-10T12:00Z").phase, Phase::failed);
}

}  // namespace
