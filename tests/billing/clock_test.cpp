#include <chrono>

#include <gtest/gtest.h>

#include <tests/billing/books.hpp>

#include <billing/domain/entries.hpp>

namespace {

using namespace billing_test;
using namespace std::chrono_literals;

TEST(AdvanceClock, MovesBillingsTimeAheadOfTheWall) {
  Books books;
  ASSERT_TRUE(books.advance_clock(at("2026-04-01T12:00Z")));
  EXPECT_EQ(books.news(), "clock_advanced");
  const auto& first = books.last<events::ClockAdvanced>();
  EXPECT_FALSE(first.before);
  EXPECT_EQ(first.after.version, 1);
  EXPECT_EQ(first.after.ahead_ms, std::chrono::milliseconds{std::chrono::days{31}}.count());
  EXPECT_EQ(first.after.now, at("2026-04-01T12:00Z"));

  books.wall += 1h;
  ASSERT_TRUE(books.advance_clock(at("2026-05-01T12:00Z")));
  const auto& second = books.last<events::ClockAdvanced>();
  EXPECT_EQ(second.before->version, 1);
  EXPECT_EQ(second.before->now, at("2026-04-01T13:00Z"));
  EXPECT_EQ(second.after.version, 2);
  EXPECT_EQ(second.after.now, at("2026-05-01T12:00Z"));
}

TEST(AdvanceClock, ToWhereItIsAnswersTheStateAndSaysNothing) {
  Books books;
  const auto here = books.advance_clock(books.wall);
  ASSERT_TRUE(here && *here);
  EXPECT_EQ((*here)->version, 0);
  ASSERT_TRUE(books.advance_clock(books.wall + 24h));
  const auto again = books.advance_clock(books.wall + 24h);
  ASSERT_TRUE(again && *again);
  EXPECT_EQ((*again)->version, 1);
  EXPECT_EQ(books.outbox.said().size(), 1U);
}

TEST(AdvanceClock, NeverGoesBackNorFurtherThanAHundredYears) {
  Books books;
  const std::chrono::milliseconds most{std::chrono::years{100}};
  EXPECT_EQ(code(books.advance_clock(books.wall - 1ms)), "billing.clock_backwards");
  EXPECT_EQ(code(books.advance_clock(books.wall + most + 1ms)), "billing.clock_too_far");
  ASSERT_TRUE(books.advance_clock(books.wall + 24h));
  const auto before = Record::of(books);
  EXPECT_EQ(code(books.advance_clock(books.wall + 24h - 1ms)), "billing.clock_backwards");
  EXPECT_EQ(Record::of(books), before);
  EXPECT_EQ(code(books.advance_clock(books.wall + most)), "done");
}

TEST(AdvanceClock, IsTheTimeOfWhatIsIssuedBehindIt) {
  Books books;
  books.customer(ada, "tok_1");
  const auto id = books.draft(ada, eur(1000));
  ASSERT_TRUE(books.advance_clock(at("2026-03-09T00:00Z")));
  ASSERT_TRUE(books.finalize(id));
  EXPECT_EQ(books.invoice(id).issued_at, at("2026-03-09T00:00Z"));
  EXPECT_EQ(books.invoice(id).due_at, at("2026-03-23T00:00Z"));
  ASSERT_TRUE(books.entry("issued:" + id.text()));
  EXPECT_EQ(books.entry("issued:" + id.text())->effective_on, day("2026-03-09"));
}

// A batch names all its rows first: then the invoice's year was still the old one.
TEST(AdvanceClock, OverANewYearLeadsTheSameBatchToTheSeriesOfThatYear) {
  for (const auto* to : {"2026-12-31T23:59Z", "2027-01-01T00:00Z", "2031-06-01T00:00Z"}) {
    Books books;
    const auto id = books.draft(ada, eur(1000));
    const billing::AdvanceClock::Command advance{at(to), books.wall};
    const billing::FinalizeInvoice::Command finalize{
        id, books.next<billing::PaymentId>(), {}, books.wall + 2min};
    for (int round = 0; round < Books::rounds; ++round) {
      books.module.advance_clock.want(advance);
      books.module.finalize_invoice.want(finalize);
    }
    ASSERT_TRUE(books.module.advance_clock(advance));
    ASSERT_TRUE(books.module.finalize_invoice(finalize));
    const auto year = billing::book_day(at(to) + 2min).year();
    EXPECT_EQ(books.invoice(id).number,
              "INV-" + std::to_string(static_cast<int>(year)) + "-000001");
  }
}

}  // namespace
