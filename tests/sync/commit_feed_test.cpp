#include <sync/application/commit_feed.hpp>

#include <gtest/gtest.h>

#include <algorithm>

#include <sync/application/encoding.hpp>

#include <tests/sync/samples.hpp>

namespace {

using sync::Commit;
using sync::Seen;

// The source's own word, straight from the log, at most two commits at a time.
class Source final : public sync::SourceLog {
 public:
  explicit Source(const samples::Log& log) : log_(log) {}

  sync::LogAnswer after(const Seen& seen, sync::ReadLimits) override {
    ++asked;
    if (away) throw sync::StoreUnavailable("away");
    sync::Commits answer{{}, log_.head()};
    for (const auto& commit : log_.commits()) {
      if (commit.first() > seen.offset && answer.commits.size() < 2)
        answer.commits.push_back(commit);
    }
    return answer;
  }
  sync::Head head() override { return log_.head(); }

  bool away = false;
  int asked = 0;

 private:
  const samples::Log& log_;
};

class Mailbox final : public sync::Delivery {
 public:
  std::vector<std::string> take(std::size_t frames_max) override {
    const auto n = std::min(frames_max, frames.size());
    std::vector<std::string> out(frames.begin(), frames.begin() + static_cast<std::ptrdiff_t>(n));
    frames.erase(frames.begin(), frames.begin() + static_cast<std::ptrdiff_t>(n));
    return out;
  }
  std::vector<std::string> frames;
};

class Feed : public testing::Test {
 protected:
  Feed() {
    for (int i = 1; i <= 6; ++i) log_.add({samples::event("k", i)});
    static_cast<void>(feed_.next({1, 6, log_.head().chain}));  // the first look is at the source
    source_.asked = 0;
  }

  Seen before(std::size_t commit) const {
    if (commit == 0) return {};
    const auto& last = log_.commits()[commit - 1];
    return {1, last.last(), last.chain};
  }
  void deliver(std::size_t commit) {
    box_.frames.push_back(samples::frame("user/0", log_.commits()[commit]));
  }
  std::vector<sync::Offset> next(std::size_t commit) {
    const auto answer = feed_.next(before(commit));
    std::vector<sync::Offset> offsets;
    for (const auto& got : std::get<std::vector<Commit>>(answer)) offsets.push_back(got.first());
    return offsets;
  }

  using Offsets = std::vector<sync::Offset>;
  samples::Log log_;
  Source source_{log_};
  Mailbox box_;
  samples::StillClock clock_;
  sync::CommitFeed feed_{"user/0", source_, box_, clock_, samples::digest(), {}};
};

}  // namespace

TEST_F(Feed, GivesWhatTheBusDeliversWithoutAskingTheSource) {
  deliver(0);
  deliver(1);
  EXPECT_EQ(next(0), (Offsets{1, 2}));
  EXPECT_EQ(source_.asked, 0);
}

TEST_F(Feed, PutsBackInOrderWhatTheBusReordered) {
  deliver(2);
  deliver(0);
  deliver(1);
  EXPECT_EQ(next(0), (Offsets{1, 2, 3}));
  EXPECT_EQ(source_.asked, 0);
}

TEST_F(Feed, DropsWhatTheBusRepeats) {
  deliver(0);
  deliver(0);
  EXPECT_EQ(next(0), (Offsets{1}));
  deliver(5);
  EXPECT_EQ(next(6), Offsets{});
  EXPECT_EQ(feed_.counters().repeated, 1U);
}

TEST_F(Feed, NeverPassesAGapButAsksTheSource) {
  deliver(3);
  EXPECT_EQ(next(0), (Offsets{1, 2}));
  EXPECT_EQ(source_.asked, 1);
  EXPECT_EQ(next(2), (Offsets{3, 4}));
  EXPECT_EQ(source_.asked, 2);
}

TEST_F(Feed, DropsDamagedBytesAndAsksTheSource) {
  deliver(0);
  box_.frames.back()[40] ^= 1;
  EXPECT_EQ(next(0), (Offsets{1, 2}));
  EXPECT_EQ(feed_.counters().damaged, 1U);
  EXPECT_EQ(source_.asked, 1);
}

TEST_F(Feed, BelievesNoFrameThatAnotherHistoryMade) {
  samples::Log forged;
  forged.add({samples::event("other", 1)});
  forged.add({samples::event("other", 2)});
  box_.frames.push_back(samples::frame("user/0", forged.commits()[1]));
  EXPECT_EQ(next(1), (Offsets{2, 3}));
  EXPECT_EQ(feed_.counters().damaged, 1U);
}

TEST_F(Feed, BelievesNoFrameOfAnotherLog) {
  box_.frames.push_back(samples::frame("billing/0", log_.commits()[0]));
  EXPECT_EQ(next(0), (Offsets{1, 2}));
  EXPECT_EQ(feed_.counters().damaged, 1U);
}

TEST_F(Feed, AsksTheSourceNowAndThenAlthoughTheBusIsSilent) {
  EXPECT_EQ(next(6), Offsets{});
  EXPECT_EQ(source_.asked, 0);
  clock_.pass(std::chrono::seconds{1});
  EXPECT_EQ(next(4), (Offsets{5, 6}));
  EXPECT_EQ(source_.asked, 1);
}

TEST_F(Feed, WaitsWhereTheSourceIsAwayAndNothingElseHelps) {
  source_.away = true;
  deliver(3);
  EXPECT_THROW(static_cast<void>(feed_.next(before(0))), sync::StoreUnavailable);
  deliver(0);
  deliver(1);
  deliver(2);
  EXPECT_EQ(next(0), (Offsets{1, 2, 3, 4})) << "the bus alone closed the gap";
}

TEST_F(Feed, DoesNotAskForeverForAnOffsetThatOnlyAForgedFrameClaimed) {
  samples::Log forged;
  for (int i = 1; i <= 50; ++i) forged.add({samples::event("other", i)});
  box_.frames.push_back(samples::frame("user/0", forged.commits().back()));
  EXPECT_EQ(next(6), Offsets{});
  EXPECT_EQ(next(6), Offsets{});
  EXPECT_EQ(source_.asked, 1);
}

TEST_F(Feed, FindsTheNewBehindAnyNumberOfTheOld) {
  for (int i = 0; i < 600; ++i) deliver(0);
  log_.add({samples::event("k", 7)});
  deliver(6);
  EXPECT_EQ(next(6), (Offsets{7}));
  EXPECT_EQ(source_.asked, 0);
}

TEST_F(Feed, HandsOverAndHoldsNoMoreBytesThanItsLimits) {
  deliver(0);
  const auto frame_bytes = box_.frames[0].size();
  deliver(1);
  deliver(2);
  sync::CommitFeed feed{"user/0", source_, box_, clock_, samples::digest(),
                        {.bytes_max = 2 * frame_bytes + frame_bytes / 2}};
  const auto first = std::get<std::vector<Commit>>(feed.next(before(0)));
  EXPECT_EQ(first.size(), 2U);
  for (int i = 0; i < 300; ++i) deliver(4 + i % 2);
  EXPECT_EQ(std::get<std::vector<Commit>>(feed.next(before(2))).size(), 1U);
  EXPECT_EQ(box_.frames.size(), 300U - 255U) << "what finds no room waits at the bus";
  EXPECT_EQ(source_.asked, 0);
}

TEST_F(Feed, WhatItMayNotHoldWaitsOnTheBusAndIsTakenWithoutAskingTheSource) {
  for (int i = 7; i <= 700; ++i) log_.add({samples::event("k", i)});
  for (std::size_t commit = 7; commit < 100; ++commit) deliver(commit);
  next(5);  // one is missing: these are held
  source_.asked = 0;
  for (std::size_t commit = 6; commit < 700; ++commit) deliver(commit);
  std::size_t at = 6;
  while (at < 700) {
    const auto offsets = next(at);
    ASSERT_FALSE(offsets.empty()) << at;
    at += offsets.size();
    if (at < 700) {
      EXPECT_EQ(feed_.wait().count(), 0) << at;
    }
  }
  EXPECT_EQ(source_.asked, 0);
}

TEST_F(Feed, StopsWhereTheSourcesOwnLogFailsVerification) {
  samples::Log other;
  other.add({samples::event("k", 1)});
  Source broken{other};
  sync::CommitFeed feed{"user/0", broken, box_, clock_, samples::digest(), {}};
  auto answer = feed.next({1, 0, log_.head().chain});  // the chain before offset 1 is not zero
  ASSERT_TRUE(std::holds_alternative<sync::WentBack>(answer));
  EXPECT_NE(std::get<sync::WentBack>(answer).report.find("verification"), std::string::npos);
}
