#include <tests/sync/follower_fixture.hpp>

using samples::event;

namespace thing {

// CountEvents: a fold that is no copy: of each key, how many events it heard.
class CountEvents final : public sync::Projection {
 public:
  CountEvents(Things& counts, Poison& poison) : counts_(counts), poison_(poison) {}
  std::string_view aggregate_type() const override { return "thing"; }
  int schema_version_max() const override { return 1; }
  void want(const sync::Event&) override {}
  shared::Done apply(const sync::Event& event) override {
    if (poison_.thrown.contains(event.key)) throw std::logic_error("a mistake");
    counts_.put(event.key, counts_.version(event.key) + 1);
    return {};
  }

 private:
  Things& counts_;
  Poison& poison_;
};

class FoldTest : public FollowerTest {
 protected:
  FoldTest() { start(); }
  std::vector<sync::Followed> followed() override { return {{count_}}; }

  CountEvents count_{module_.things, poison_};
};

TEST_F(FoldTest, HearsEveryEventOfAKeyThatWaitedAlsoBehindItsEnd) {
  poison_.thrown = {"bad"};
  say("bad", 1);
  run();
  ASSERT_EQ(parked().size(), 1U);
  say({event("bad", 2, true)});
  run();
  ASSERT_EQ(parked().size(), 1U) << "the end queues too";
  EXPECT_EQ(parked()[0].events, 2U);
  poison_.thrown.clear();
  module_.clock.pass(std::chrono::hours{1});
  run();
  EXPECT_TRUE(parked().empty());
  EXPECT_EQ(rows(), (Rows{{"bad", 2}}));
}

TEST_F(FoldTest, HearsEveryEventOfAKeyThatFailsAndEndsInOneBatch) {
  poison_.thrown = {"bad"};
  say({event("bad", 1), event("bad", 2, true), event("a", 1)});
  run();
  EXPECT_EQ(rows(), (Rows{{"a", 1}}));
  poison_.thrown.clear();
  module_.clock.pass(std::chrono::hours{1});
  run();
  EXPECT_TRUE(parked().empty());
  EXPECT_EQ(rows(), (Rows{{"a", 1}, {"bad", 2}}));
}

}  // namespace thing
