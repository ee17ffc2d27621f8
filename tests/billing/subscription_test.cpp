#include <billing/domain/subscription.hpp>

#include <limits>
#include <vector>

#include <gtest/gtest.h>

#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <tests/billing/domain_samples.hpp>

namespace {

using namespace std::chrono_literals;
using enum billing::SubscriptionStatus;

using billing::BillingCycle;
using billing::Interval;
using billing::InvoiceId;
using billing::Subscription;
using billing_samples::day;
using billing_samples::midnight;
using billing_samples::uuid;

using Span = Subscription::Span;

const auto start = midnight(day(2026, 1, 31)) + 12h;
const InvoiceId bill{uuid(2)};
const InvoiceId next_bill{uuid(3)};

Span span_of(billing::Period period) { return {period, midnight(period.end)}; }
Span span_of(const Subscription& subscription, std::int64_t n) {
  return span_of(subscription.cycle().period(n));
}

Subscription::Fields fields() {
  return {.id = {uuid(4)},
          .customer = billing_samples::ada,
          .product = {uuid(5)},
          .price = {uuid(6)},
          .unit = billing_samples::eur(500),
          .quantity = 3,
          .entitlements = {"seats"},
          .time_zone = "UTC",
          .anchor = day(2026, 1, 31),
          .period = {day(2026, 1, 31), day(2026, 2, 28)},
          .trial_end = {},
          .canceled_at = {},
          .ended_at = {},
          .end_reason = {},
          .paused_from = {},
          .latest_invoice = bill,
          .due_at = start + Subscription::incomplete_max,
          .created_at = start,
          .updated_at = start};
}

Subscription begun() { return Subscription{fields()}; }
Subscription running() {
  auto subscription = begun();
  EXPECT_TRUE(subscription.paid(span_of(subscription, 0), start + 1min));
  return subscription;
}
// Fourteen days, from 31 January to 14 February.
Subscription on_trial() {
  auto is = fields();
  is.status = trialing;
  is.anchor = day(2026, 2, 14);
  is.trial_end = is.anchor;
  is.period_no = -1;
  is.period = {day(2026, 1, 31), is.anchor};
  is.latest_invoice.reset();
  is.due_at = midnight(is.anchor);
  return Subscription{is};
}
Subscription paused_in(Subscription subscription) {
  EXPECT_TRUE(subscription.pause(start + 1h));
  return subscription;
}
// Resumes at midnight of that day.
bool resume(Subscription& subscription, billing::LocalDate today) {
  const BillingCycle fresh{today, subscription.fields().interval};
  return subscription.resume(today, span_of(subscription.fields().period), span_of(fresh.period(0)),
                             midnight(today));
}
shared::Done keep(Subscription& subscription, shared::Instant now) {
  const BillingCycle fresh{{std::chrono::floor<std::chrono::days>(now)},
                           subscription.fields().interval};
  return subscription.keep(fresh.anchor, span_of(fresh.period(0)), now);
}
std::string_view verdict(const shared::Done& done) { return done ? "done" : done.error().code; }

TEST(Subscription, BeginsIncompleteOrOnTrial) {
  auto said = fields();
  said.latest_invoice.reset();
  said.due_at.reset();
  const auto first = span_of({day(2026, 1, 31), day(2026, 2, 28)});
  const auto sold = *Subscription::begin(said, first, start);
  auto expected = begun().fields();
  expected.latest_invoice.reset();
  EXPECT_EQ(sold.fields(), expected);

  said.anchor = day(2026, 2, 14);
  said.trial_end = said.anchor;
  const auto trial = span_of({day(2026, 1, 31), day(2026, 2, 14)});
  EXPECT_EQ(*Subscription::begin(said, trial, start), on_trial());
}

TEST(Subscription, BeginsWithOneToAMillionUnits) {
  for (const std::int64_t quantity : {0, -1, 1'000'001}) {
    auto said = fields();
    said.quantity = quantity;
    EXPECT_EQ(Subscription::begin(said, span_of(said.period), start).error().code,
              "billing.quantity_out_of_range");
  }
  for (const std::int64_t quantity : {1, 1'000'000}) {
    auto said = fields();
    said.quantity = quantity;
    const auto begun = [&](std::int64_t amount_minor) {
      said.unit.amount_minor = amount_minor;
      const auto subscription = Subscription::begin(said, span_of(said.period), start);
      return subscription ? "done" : subscription.error().code;
    };
    EXPECT_EQ(begun(10'000'000'000'000 / quantity), "done");
    EXPECT_EQ(begun(10'000'000'000'000 / quantity + 1), "billing.amount_too_large");
    EXPECT_NE(begun(std::numeric_limits<std::int64_t>::max()), "done");
  }
}

TEST(Subscription, WasNeverIncompleteWhereItsFirstInvoiceIsPaidAtOnce) {
  for (const bool paid : {false, true}) {
    auto said = fields();
    said.latest_invoice.reset();
    auto subscription = *Subscription::begin(said, span_of(said.period), start);
    subscription.billed_first(bill, paid, span_of(said.period));
    EXPECT_EQ(subscription.fields().latest_invoice, bill);
    EXPECT_EQ(subscription.fields().status, paid ? active : incomplete);
    EXPECT_EQ(subscription.fields().due_at, paid ? midnight(day(2026, 2, 28)) : start + 23h);
    EXPECT_EQ(subscription.fields().version, 1);
  }
}

TEST(Subscription, IsIncompleteUntilItsFirstInvoiceIsPaid) {
  auto subscription = begun();
  EXPECT_FALSE(subscription.entitles());
  EXPECT_FALSE(subscription.payment_failed(start + 1min)) << "it goes on waiting";
  EXPECT_TRUE(subscription.paid(span_of(subscription, 0), start + 2min));
  EXPECT_EQ(subscription.fields().status, active);
  EXPECT_EQ(subscription.fields().due_at, midnight(day(2026, 2, 28)));
  EXPECT_EQ(subscription.fields().version, 2);
  EXPECT_EQ(subscription.fields().updated_at, start + 2min);
  EXPECT_TRUE(subscription.entitles());
  EXPECT_FALSE(subscription.paid(span_of(subscription, 0), start + 3min));
}

TEST(Subscription, ExpiresWhereItsFirstInvoiceStaysUnpaid) {
  auto subscription = begun();
  subscription.expire(start + 23h);
  EXPECT_EQ(subscription.fields().status, incomplete_expired);
  EXPECT_EQ(subscription.fields().end_reason, "unpaid");
  EXPECT_EQ(subscription.fields().ended_at, start + 23h);
  EXPECT_FALSE(subscription.fields().due_at);
  EXPECT_TRUE(subscription.ended());
}

TEST(Subscription, CostsItsUnitsAtThePriceItWasSoldAt) {
  EXPECT_EQ(*begun().amount(), billing_samples::eur(1500));
  auto is = fields();
  is.unit.amount_minor = std::numeric_limits<std::int64_t>::max() / 2;
  EXPECT_EQ(Subscription{is}.amount().error().code, "billing.amount_overflow");
}

TEST(Subscription, RenewsFromTheAnchorThroughShortMonths) {
  auto subscription = running();
  const billing::LocalDate ends[] = {day(2026, 3, 31), day(2026, 4, 30), day(2026, 5, 31)};
  std::int64_t n = 0;
  for (const auto end : ends) {
    const auto now = *subscription.fields().due_at;
    subscription.renew(span_of(subscription, ++n), next_bill, now);
    EXPECT_EQ(subscription.fields().period_no, n);
    EXPECT_EQ(subscription.fields().period.end, end);
    EXPECT_EQ(subscription.fields().due_at, midnight(end));
    EXPECT_EQ(subscription.fields().latest_invoice, next_bill);
    EXPECT_EQ(subscription.fields().version, 2 + n);
  }
}

TEST(Subscription, BeginsToCostBehindItsTrial) {
  auto subscription = on_trial();
  EXPECT_TRUE(subscription.entitles());
  EXPECT_FALSE(subscription.paid(span_of(subscription, 0), start));
  EXPECT_FALSE(subscription.payment_failed(start));
  subscription.renew(span_of(subscription, 0), bill, midnight(day(2026, 2, 14)));
  EXPECT_EQ(subscription.fields().status, active);
  EXPECT_EQ(subscription.fields().period_no, 0);
  EXPECT_EQ(subscription.fields().period.start, day(2026, 2, 14));
  EXPECT_EQ(subscription.fields().due_at, midnight(day(2026, 3, 14)));
  EXPECT_EQ(subscription.fields().trial_end, day(2026, 2, 14));
}

TEST(Subscription, IsPastDueFromAFailureUntilItsLatestInvoiceIsPaid) {
  auto subscription = running();
  EXPECT_TRUE(subscription.payment_failed(start + 1h));
  EXPECT_EQ(subscription.fields().status, past_due);
  EXPECT_TRUE(subscription.entitles());
  EXPECT_FALSE(subscription.payment_failed(start + 2h));
  subscription.renew(span_of(subscription, 1), next_bill, midnight(day(2026, 2, 28)));
  EXPECT_EQ(subscription.fields().status, past_due) << "a new period pays no old one";
  EXPECT_TRUE(subscription.paid(span_of(subscription, 1), midnight(day(2026, 3, 1))));
  EXPECT_EQ(subscription.fields().status, active);
  EXPECT_EQ(subscription.fields().due_at, midnight(day(2026, 3, 31)));
}

TEST(Subscription, EndsAtOnceAndForGood) {
  for (auto subscription : {begun(), running(), on_trial(), paused_in(running())}) {
    EXPECT_EQ(verdict(subscription.cancel_now("requested", start + 2h)), "done");
    const auto ended = subscription;
    EXPECT_EQ(ended.fields().status, canceled);
    EXPECT_EQ(ended.fields().ended_at, start + 2h);
    EXPECT_EQ(ended.fields().canceled_at, start + 2h);
    EXPECT_EQ(ended.fields().end_reason, "requested");
    EXPECT_FALSE(ended.fields().due_at);
    EXPECT_FALSE(ended.entitles());

    EXPECT_EQ(verdict(subscription.cancel_now("x", start)), "billing.subscription_ended");
    EXPECT_EQ(subscription.cancel_at_period_end(start).error().code, "billing.subscription_ended");
    EXPECT_EQ(verdict(keep(subscription, start)), "billing.subscription_ended");
    EXPECT_FALSE(subscription.pause(start));
    EXPECT_FALSE(resume(subscription, day(2026, 2, 1)));
    EXPECT_FALSE(subscription.paid(span_of(subscription, 0), start));
    EXPECT_FALSE(subscription.payment_failed(start));
    EXPECT_EQ(subscription, ended);
  }
}

TEST(Subscription, GoesOnUntilThePeriodEndsWhereItIsCanceledThen) {
  auto subscription = running();
  EXPECT_EQ(*subscription.cancel_at_period_end(start + 2h, "user_deactivated"), true);
  EXPECT_TRUE(subscription.entitles());
  EXPECT_EQ(subscription.fields().canceled_at, start + 2h);
  EXPECT_EQ(subscription.fields().due_at, midnight(day(2026, 2, 28)));
  EXPECT_EQ(*subscription.cancel_at_period_end(start + 3h), false);
  EXPECT_EQ(subscription.fields().version, 3);

  const auto end = midnight(day(2026, 2, 28));
  EXPECT_EQ(verdict(subscription.cancel_now(subscription.fields().end_reason, end)), "done");
  EXPECT_EQ(subscription.fields().end_reason, "user_deactivated");
  EXPECT_EQ(subscription.fields().canceled_at, start + 2h) << "when somebody said so";
  EXPECT_EQ(subscription.fields().ended_at, end);
}

TEST(Subscription, IsKeptWhereTheEndIsTakenBack) {
  auto subscription = running();
  EXPECT_EQ(verdict(keep(subscription, start)), "billing.subscription_not_canceling");
  ASSERT_TRUE(subscription.cancel_at_period_end(start + 2h));
  EXPECT_EQ(verdict(keep(subscription, start + 3h)), "done");
  EXPECT_FALSE(subscription.fields().cancel_at_period_end);
  EXPECT_FALSE(subscription.fields().canceled_at);
  EXPECT_EQ(subscription.fields().end_reason, "");
  EXPECT_EQ(subscription.fields().due_at, midnight(day(2026, 2, 28)));
  subscription.renew(span_of(subscription, 1), next_bill, midnight(day(2026, 2, 28)));
}

TEST(Subscription, NothingIsDueWhileItIsPausedButTheEndOfWhatIsUnpaid) {
  for (auto subscription : {begun(), running(), on_trial()}) {
    const auto before = subscription.fields().status;
    EXPECT_TRUE(subscription.pause(start + 1h));
    EXPECT_EQ(subscription.fields().status, paused);
    EXPECT_EQ(subscription.fields().paused_from, before);
    EXPECT_EQ(subscription.fields().due_at.has_value(), before == incomplete);
    EXPECT_FALSE(subscription.entitles());
    EXPECT_FALSE(subscription.pause(start + 2h));
  }
}

TEST(Subscription, GoesOnAsItWasWhereItResumesWithinItsPeriod) {
  for (const auto& before : {running(), on_trial()}) {
    auto subscription = paused_in(before);
    EXPECT_TRUE(resume(subscription, day(2026, 2, 13)));
    auto expected = before.fields();
    expected.version += 2;
    expected.updated_at = midnight(day(2026, 2, 13));
    EXPECT_EQ(subscription.fields(), expected);
    EXPECT_FALSE(resume(subscription, day(2026, 2, 13)));
  }
  auto subscription = paused_in(begun());
  EXPECT_TRUE(resume(subscription, day(2026, 4, 1)));
  EXPECT_EQ(subscription.fields().status, incomplete);
  EXPECT_EQ(subscription.fields().due_at, start + 23h) << "it waited long enough";
}

TEST(Subscription, BeginsACycleWhereItResumesBehindItsPeriod) {
  for (const auto& before : {running(), on_trial()}) {
    auto subscription = paused_in(before);
    const auto today = before.fields().period.end;
    EXPECT_TRUE(resume(subscription, today));
    const auto& is = subscription.fields();
    EXPECT_EQ(is.status, active);
    EXPECT_EQ(is.anchor, today);
    EXPECT_EQ(is.period, subscription.cycle().period(0)) << "shown already";
    EXPECT_EQ(is.due_at, midnight(today)) << "and billed by the next run";
    subscription.renew(span_of(subscription, is.period_no + 1), next_bill, midnight(today));
    EXPECT_EQ(subscription.fields().period, subscription.cycle().period(0));
    EXPECT_EQ(subscription.fields().due_at, midnight(subscription.fields().period.end));
  }
}

TEST(Subscription, BeginsNoCycleWhereItWasToEndMeanwhile) {
  auto subscription = running();
  ASSERT_TRUE(subscription.cancel_at_period_end(start));
  subscription.pause(start + 1h);
  EXPECT_TRUE(resume(subscription, day(2026, 5, 1)));
  EXPECT_EQ(subscription.fields().period.end, day(2026, 2, 28));
  EXPECT_EQ(subscription.fields().due_at, midnight(day(2026, 2, 28))) << "the end is due";
}

TEST(Subscription, NotesWhatBecomesOfItsInvoiceWhileItIsPaused) {
  auto subscription = paused_in(begun());
  EXPECT_TRUE(subscription.paid(span_of(subscription, 0), start + 2h));
  EXPECT_EQ(subscription.fields().status, paused);
  EXPECT_FALSE(subscription.fields().due_at);
  EXPECT_TRUE(subscription.payment_failed(start + 3h));
  EXPECT_FALSE(subscription.payment_failed(start + 4h));
  EXPECT_TRUE(subscription.paid(span_of(subscription, 0), start + 5h));
  EXPECT_TRUE(resume(subscription, day(2026, 2, 2)));
  EXPECT_EQ(subscription.fields().status, active);
  EXPECT_EQ(subscription.fields().due_at, midnight(day(2026, 2, 28)));
}

// One thing that happens to it or is asked of it; what is due is done as the billing run does it.
void happen(Subscription& subscription, int what, shared::Instant now) {
  const auto is = subscription.fields();
  const billing::LocalDate today{std::chrono::floor<std::chrono::days>(now)};
  switch (what) {
    case 0:
      subscription.paid(span_of(is.period), now);
      return;
    case 1:
      subscription.payment_failed(now);
      return;
    case 2:
      (void)subscription.cancel_now("requested", now);
      return;
    case 3:
      (void)subscription.cancel_at_period_end(now);
      return;
    case 4:
      (void)keep(subscription, now);
      return;
    case 5:
      subscription.pause(now);
      return;
    case 6:
      subscription.resume(today, span_of(is.period),
                          span_of(BillingCycle{today, is.interval}.period(0)), now);
      return;
    default:
      if (!is.due_at || *is.due_at > now) return;
      if (subscription.running_status() == incomplete) return subscription.expire(now);
      if (is.cancel_at_period_end) return (void)subscription.cancel_now(is.end_reason, now);
      subscription.renew(span_of(subscription, is.period_no + 1), next_bill, now);
  }
}

RC_GTEST_PROP(Subscription, KeepsItsLawsWhateverHappens, ()) {
  auto subscription = *rc::gen::element(begun(), on_trial());
  auto now = start;
  // Ends are rarer than the rest, so that lives are long.
  const auto steps = *rc::gen::container<std::vector<int>>(rc::gen::weightedElement<int>(
      {{6, 0}, {4, 1}, {1, 2}, {2, 3}, {2, 4}, {3, 5}, {5, 6}, {9, 7}}));
  for (const auto step : steps) {
    now += std::chrono::hours{*rc::gen::inRange(0, 24 * 20)};
    const auto before = subscription.fields();
    happen(subscription, step, now);
    const auto& is = subscription.fields();

    RC_ASSERT(is.version == before.version + (is == before ? 0 : 1));
    RC_ASSERT((is == before || is.updated_at == now));
    if (Subscription{before}.ended()) RC_ASSERT((is == before));
    RC_ASSERT(subscription.ended() == is.ended_at.has_value());
    const bool runs = !subscription.ended() && is.status != paused;
    RC_ASSERT((runs || is.paused_from == incomplete) == is.due_at.has_value());
    RC_ASSERT((is.status == paused) == is.paused_from.has_value());
    RC_ASSERT(subscription.entitles() == (runs && is.status != incomplete));
    if (subscription.ended()) RC_ASSERT(!is.end_reason.empty());
    if (is.cancel_at_period_end) RC_ASSERT(is.canceled_at.has_value());
    RC_ASSERT(is.period.start < is.period.end);
    if (is.period_no >= 0) RC_ASSERT((is.period == subscription.cycle().period(is.period_no)));
    // What was the period's end still is, or a period follows it, or a cycle begins behind it.
    RC_ASSERT((is.period == before.period || is.period.start >= before.period.end ||
               before.period_no == -1));
  }
}

}  // namespace
