#include <vector>

#include <gtest/gtest.h>

#include <tests/cli/ran.hpp>

namespace cli_tests {
namespace {

// What the command asked for, and what it is told.
struct Mover {
  cli::MoveOptions asked;
  cli::Actions actions;

  Mover() {
    actions.move = [this](const cli::MoveOptions& options, cli::Terminal&) {
      asked = options;
      return std::vector<cli::Moved>{{"user", 12, "user/0:1:7", false},
                                     {"billing", 0, "billing/0:1:3", true}};
    };
  }
};

TEST(Move, SaysWhatBecameOfEachStore) {
  Mover mover;
  const Ran ran = run_with(mover.actions, {"move", "--from", "./d", "--to", "dbname=c", "--yes"});
  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_EQ(ran.out,
            "user\t12\tuser/0:1:7\tmoved\nbilling\t0\tbilling/0:1:3\tmoved before\n");
  EXPECT_EQ(mover.asked.from, "./d");
  EXPECT_EQ(mover.asked.to, "dbname=c");
  EXPECT_TRUE(mover.asked.modules.empty());
  EXPECT_FALSE(mover.asked.cancel);
}

TEST(Move, AsksBeforeItMovesAndTakesNoSilenceForAYes) {
  Mover mover;
  EXPECT_EQ(run_with(mover.actions, {"move", "--from", "a", "--to", "b"}).code, 2);
  EXPECT_EQ(mover.asked.from, "");
}

TEST(Move, IsGivenUpWithoutAPlaceToGo) {
  Mover mover;
  EXPECT_EQ(run_with(mover.actions, {"move", "--from", "a", "--cancel", "--module", "user"}).code,
            0);
  EXPECT_TRUE(mover.asked.cancel);
  EXPECT_EQ(mover.asked.modules, std::vector<std::string>{"user"});
  EXPECT_EQ(run_with(mover.actions, {"move", "--from", "a", "--cancel", "--to", "b"}).code, 2);
  EXPECT_EQ(run_with(mover.actions, {"move", "--from", "a"}).code, 2);
}

}  // namespace
}  // namespace cli_tests
