#include <sync/domain/position.hpp>

#include <gtest/gtest.h>

#include <sync/application/sync_errors.hpp>
#include <sync/application/tokens.hpp>

using sync::parse_position;
using sync::Position;

TEST(PositionText, NamesLogEpochAndOffset) {
  const Position position{"user/0", 3, 42};
  EXPECT_EQ(sync::to_text(position), "user/0:3:42");
  EXPECT_EQ(parse_position("user/0:3:42"), position);
  EXPECT_EQ(parse_position("user/0:1:0"), (Position{"user/0", 1, 0}));
}

TEST(PositionText, IsRefusedInAnyOtherForm) {
  for (const auto* text :
       {"", "user/0", "user/0:1", "user/0:1:", "user/0::1", "user/0:0:1", "user/0:1:-1",
        "user/0:1:+1", "user/0:1:01", "user/0:1:1 ", "user:1:1", "/0:1:1", "User/0:1:1",
        "user/x:1:1", "user/0:1:18446744073709551616", "user/0:4294967296:1", "user/0:1:1:1"}) {
    EXPECT_FALSE(parse_position(text)) << text;
  }
}

TEST(Token, HoldsOnceTheFollowerHasSeenIt) {
  const sync::LogView view{{{1, 1, {}}}, 50, 42};
  EXPECT_TRUE(sync::reached({"user/0", 1, 42}, view).value());
  EXPECT_FALSE(sync::reached({"user/0", 1, 43}, view).value());
}

TEST(Token, IsNotReachedByAFollowerOfTheHistoryThatWasLost) {
  const sync::LogView view{{{1, 1, {}}, {2, 6, {}}}, 8, 9, 1};
  EXPECT_TRUE(sync::reached({"user/0", 1, 5}, view).value());
  EXPECT_TRUE(sync::reached({"user/0", 2, 5}, view).value());
  EXPECT_FALSE(sync::reached({"user/0", 2, 7}, view).value()) << "it saw another event there";
}

TEST(Token, BeyondTheHeadIsRefusedAtOnce) {
  const sync::LogView view{{{1, 1, {}}}, 50, 42};
  EXPECT_EQ(sync::reached({"user/0", 1, 51}, view).error(), sync::errors::beyond_head());
  EXPECT_EQ(sync::reached({"user/0", 2, 1}, view).error(), sync::errors::beyond_head());
}

TEST(Token, OfAnEarlierEpochHoldsOnlyForWhatThatEpochKept) {
  const sync::LogView view{{{1, 1, {}}, {2, 41, {}}, {4, 60, {}}}, 80, 80};
  EXPECT_TRUE(sync::reached({"user/0", 1, 40}, view).value());
  EXPECT_EQ(sync::reached({"user/0", 1, 41}, view).error(), sync::errors::position_lost());
  EXPECT_EQ(sync::reached({"user/0", 1, 999}, view).error(), sync::errors::position_lost());
  EXPECT_TRUE(sync::reached({"user/0", 2, 59}, view).value());
  EXPECT_EQ(sync::reached({"user/0", 2, 60}, view).error(), sync::errors::position_lost());
  EXPECT_EQ(sync::reached({"user/0", 3, 60}, view).error(), sync::errors::position_lost());
}
