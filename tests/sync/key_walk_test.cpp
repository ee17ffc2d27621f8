#include <sync/application/key_walk.hpp>

#include <gtest/gtest.h>

#include <adapters/memory/memory_key_history.hpp>
#include <tests/sync/samples.hpp>

namespace {

using samples::event;
using Kind = sync::KeyThen::Kind;

constexpr sync::Offset others = 25'000;  // events of other keys between two of this one

// A log in which "a" is said at offsets 1, 25,002 and 50,003, a second after each other's.
class AWalk : public testing::Test {
 protected:
  AWalk() {
    say("a", 1, false);
    fill();
    say("a", 2, false);
    fill();
  }
  void say(const std::string& key, std::int64_t version, bool removes) {
    auto said = event(key, version, removes);
    said.occurred_at += std::chrono::seconds{++seconds_};
    log_.add({said});
    store_.planted().commits = log_.commits();
  }
  void fill() {
    std::vector<sync::Event> all;
    for (sync::Offset i = 0; i < others; ++i) {
      all.push_back(event("other" + std::to_string(i), 1));
      all.back().occurred_at += std::chrono::seconds{seconds_};
    }
    log_.add(std::move(all));
    store_.planted().commits = log_.commits();
  }
  sync::Offset head() const { return log_.head().offset; }
  // The log without its first commits, as after a cut.
  void cut(std::size_t commits) {
    auto& left = store_.planted().commits;
    left.erase(left.begin(), left.begin() + static_cast<std::ptrdiff_t>(commits));
  }
  shared::Result<sync::KeyThen> then(const std::string& key, sync::Offset at, bool exists) {
    return sync::key_as_of(history_, key, at, head(), exists);
  }

  samples::Log log_;
  memory::MemoryStore store_;
  memory::MemoryKeyHistory history_{store_};
  memory::MemoryEventLog reader_{store_};
  int seconds_ = 0;
};

TEST_F(AWalk, FindsAllOfAKeyNewestFirstAndEndsAtItsFirstEvent) {
  const auto page = sync::history_before(history_, "a", head() + 1);
  ASSERT_EQ(page.events.size(), 2U);
  EXPECT_EQ(page.events[0].version, 2);
  EXPECT_EQ(page.events[1].version, 1);
  EXPECT_TRUE(page.whole);
  EXPECT_EQ(page.next, 0U);
}

TEST_F(AWalk, GoesOnWhereAPageEndedWhateverEndedIt) {
  for (const auto& limits : {sync::HistoryLimits{.events_max = 1}, {.bytes_max = 1},
                             {.rows_max = 10'000}}) {
    std::vector<std::int64_t> versions;
    sync::Offset before = head() + 1;
    int pages = 0;
    for (; before != 0; ++pages) {
      const auto page = sync::history_before(history_, "a", before, limits);
      for (const auto& found : page.events) versions.push_back(found.version);
      ASSERT_LT(page.next, before);
      before = page.next;
    }
    EXPECT_EQ(versions, (std::vector<std::int64_t>{2, 1}));
    EXPECT_GE(pages, 2);
  }
}

TEST_F(AWalk, OfACutLogSaysThatItDidNotSeeTheBeginning) {
  cut(2);
  const auto page = sync::history_before(history_, "a", head() + 1);
  ASSERT_EQ(page.events.size(), 1U);
  EXPECT_FALSE(page.whole);
  EXPECT_EQ(page.next, 0U);
}

TEST_F(AWalk, ATimeIsTheLastEventThatWasSaidByThen) {
  const auto second = [](int n) { return event("", 1).occurred_at + std::chrono::seconds{n}; };
  const auto at = [&](shared::Instant time) {
    return sync::offset_at(reader_, history_.first(), head(), time);
  };
  EXPECT_EQ(at(second(0)), 0U);
  EXPECT_EQ(at(second(1)), others + 1);
  EXPECT_EQ(at(second(2) - std::chrono::milliseconds{1}), others + 1);
  EXPECT_EQ(at(second(2)), head());
  EXPECT_EQ(at(second(9)), head());
}

TEST_F(AWalk, SaysWhatAKeyWasWhicheverWayIsShorter) {
  const auto early = then("a", 3, true).value();
  EXPECT_EQ(early.kind, Kind::after);
  EXPECT_EQ(early.event->version, 1);
  const auto late = then("a", others, true).value();
  EXPECT_EQ(late.event->version, late.kind == Kind::after ? 1 : 2);
  EXPECT_EQ(then("a", head() - 5, true).value().kind, Kind::silent);
  EXPECT_EQ(then("a", 0, true).value().kind, Kind::unknown);
  EXPECT_EQ(then("nobody", 7, false).value().kind, Kind::unknown);
}

TEST_F(AWalk, OfAKeyThatIsGoneFindsItsEnd) {
  say("a", 3, true);
  fill();
  const auto gone = then("a", head() - 5, false).value();
  EXPECT_EQ(gone.kind, Kind::after);
  EXPECT_TRUE(gone.event->removes);
  const auto there = then("a", others + 5, false).value();
  EXPECT_EQ(there.kind, Kind::after);
  EXPECT_EQ(there.event->version, 2);
}

TEST_F(AWalk, BehindACutIsRefusedWithHowFarTheLogReaches) {
  cut(3);
  const auto before = then("a", 5, true);
  ASSERT_FALSE(before);
  EXPECT_EQ(before.error().code, "sync.history_cut");
  EXPECT_TRUE(before.error().detail.contains(std::to_string(others + 3)));
  EXPECT_EQ(then("nobody", head(), false).error().code, "sync.history_cut");
  EXPECT_EQ(then("a", head(), true).value().kind, Kind::silent);
}

}  // namespace
