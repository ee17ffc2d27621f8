#include <sync/application/chain.hpp>

#include <gtest/gtest.h>

#include <functional>

#include <tests/sync/samples.hpp>

namespace {

using samples::digest;

sync::Roots roots_of(std::vector<sync::Event> events) {
  sync::Roots roots;
  for (const auto& event : events) sync::count_event(roots, digest(), event);
  return roots;
}

}  // namespace

TEST(Chain, TellsEveryChangeOfACommit) {
  samples::Log log;
  const auto commit = log.add({samples::event("a", 1), samples::event("b", 1)});
  const auto chain = sync::chain_after(digest(), {}, commit);
  EXPECT_EQ(chain, commit.chain);

  using Change = std::function<void(sync::Commit&)>;
  const std::vector<Change> changes{
      [](auto& c) { ++c.epoch; },
      [](auto& c) { c.events[0].payload += ' '; },
      [](auto& c) { c.events[0].key = "c"; },
      [](auto& c) { ++c.events[1].version; },
      [](auto& c) { ++c.events[1].offset; },
      [](auto& c) { c.events[1].removes = true; },
      [](auto& c) { c.events[1].id.bytes[0] = 1; },
      [](auto& c) { c.events[1].causation_depth = 1; },
      [](auto& c) { std::swap(c.events[0], c.events[1]); },
      [](auto& c) { c.events.pop_back(); },
      [](auto& c) { c.roots["thing"].low ^= 1; },
      [](auto& c) { c.roots["other"] = {}; },
  };
  for (std::size_t i = 0; i < changes.size(); ++i) {
    auto changed = commit;
    changes[i](changed);
    EXPECT_NE(sync::chain_after(digest(), {}, changed), chain) << i;
  }
  EXPECT_NE(sync::chain_after(digest(), chain, commit), chain) << "what came before counts";
}

TEST(Root, DependsOnTheStateAndNotOnTheWayThere) {
  using samples::event;
  EXPECT_EQ(roots_of({event("a", 1), event("b", 1), event("a", 2)}),
            roots_of({event("b", 1), event("a", 1), event("a", 2)}));
  EXPECT_NE(roots_of({event("a", 1)}), roots_of({event("b", 1)}));
  EXPECT_NE(roots_of({event("a", 1)}), roots_of({event("a", 1), event("a", 2)}));
}

TEST(Root, IsZeroOnceAllIsRemoved) {
  using samples::event;
  EXPECT_EQ(roots_of({event("a", 1), event("b", 1), event("a", 2, true), event("b", 2, true)}),
            (sync::Roots{{"thing", {}}}));
}

TEST(Hash, TextComesBackAsItWas) {
  const auto hash = digest().hash256("x");
  EXPECT_EQ(sync::parse_hash256(sync::to_hex(hash)), hash);
  const auto half = digest().hash128("x");
  EXPECT_EQ(sync::parse_hash128(sync::to_hex(half)), half);
  EXPECT_FALSE(sync::parse_hash256(sync::to_hex(half)));
  EXPECT_FALSE(sync::parse_hash128(std::string(32, 'G')));
}

TEST(Hash, SumsCarryAndComeApartAgain) {
  const sync::Hash128 a{~0ULL, 1};
  const sync::Hash128 b{1, ~0ULL};
  EXPECT_EQ(a + b, (sync::Hash128{0, 1}));
  EXPECT_EQ(a + b - b, a);
  EXPECT_EQ((sync::Hash128{} - b) + b, sync::Hash128{});
}
