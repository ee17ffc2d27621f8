#include <sync/application/chain_check.hpp>

#include <gtest/gtest.h>

#include <functional>

#include <adapters/memory/memory_store.hpp>
#include <tests/sync/samples.hpp>

namespace {

using samples::digest;
using samples::event;

constexpr std::size_t breaks_max = 10;

// A log of five commits, the third of which holds three events.
class AChainCheck : public testing::Test {
 protected:
  AChainCheck() {
    log.add({event("a", 1)});
    log.add({event("b", 1)});
    log.add({event("a", 2), event("c", 1), event("b", 2, true)});
    log.add({event("a", 3)});
    log.add({event("d", 1)});
    store.planted().commits = log.commits();
  }
  std::vector<sync::ChainBreak> breaks() {
    sync::ChainCheck check{digest()};
    return sync::breaks_of(reader, check, breaks_max);
  }
  std::vector<sync::ChainBreak> breaks_behind(const sync::Commit& commit) {
    sync::ChainCheck check{digest(), commit.last(), commit.chain};
    return sync::breaks_of(reader, check, breaks_max);
  }
  std::vector<sync::Commit>& commits() { return store.planted().commits; }

  samples::Log log;
  memory::MemoryStore store;
  memory::MemoryEventLog reader{store};
};

TEST_F(AChainCheck, FindsNothingInALogThatIsWholeWhereverItBegins) {
  EXPECT_TRUE(breaks().empty());
  for (const auto& commit : log.commits()) EXPECT_TRUE(breaks_behind(commit).empty());
}

TEST_F(AChainCheck, NamesTheEventOfARowThatWasChanged) {
  commits()[3].events[0].payload = R"({"after":{"version":33}})";
  const auto found = breaks();
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].first, 6U);
  EXPECT_EQ(to_text(found[0]), "offset 6 (event 00000000-0000-0000-0000-000000000006)");
}

TEST_F(AChainCheck, NamesTheEventsOfTheCommitThatARowWasChangedOf) {
  commits()[2].events[1].traceparent = "";
  const auto found = breaks();
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].first, 3U);
  EXPECT_EQ(found[0].last, 5U);
  EXPECT_EQ(found[0].events.size(), 3U);
}

TEST_F(AChainCheck, FindsEachOfSeveralDamages) {
  commits()[0].events[0].key = "z";
  commits()[4].events[0].type = "thing.bought";
  const auto found = breaks();
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[1].first, 7U);
}

TEST_F(AChainCheck, SeesRowsThatAreMissing) {
  commits().erase(commits().begin() + 3);
  const auto found = breaks();
  ASSERT_FALSE(found.empty());
  EXPECT_EQ(found[0].first, 7U);
  EXPECT_EQ(found[0].what, "rows are missing before it");
}

// Who changes a version and computes the chain anew has still not kept the sums.
TEST_F(AChainCheck, SeesRootsThatAreNotTheSumAlsoWhereTheChainWasMadeToFit) {
  commits()[4].roots["thing"] = {1, 2};
  commits()[4].chain = sync::chain_after(digest(), commits()[3].chain, commits()[4]);
  const auto found = breaks();
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].what, "its roots are not the sum of what the log says");
}

TEST_F(AChainCheck, SaysHowFarItIs) {
  sync::ChainCheck check{digest()};
  sync::Offset told = 0;
  sync::breaks_of(reader, check, breaks_max, [&](sync::Offset at) { told = at; });
  EXPECT_EQ(told, 7U);
  EXPECT_EQ(check.chain(), log.head().chain);
}

}  // namespace
