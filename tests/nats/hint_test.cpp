#include <atomic>

#include <gtest/gtest.h>

#include <adapters/nats/hint.hpp>

#include <tests/nats/eventually.hpp>
#include <tests/nats/notices.hpp>
#include <tests/support/nats_server.hpp>

namespace nats_test {
namespace {

class Hints : public testing::Test {
 protected:
  static constexpr auto subject = "cleave.moved.user.0.log";

  // Says it until it is heard: who listens is known to the broker a moment later.
  bool reaches(const std::atomic<int>& count) {
    const int before = count;
    return eventually([&] { return one_.say(), count > before; });
  }

  test::NatsServer broker_;
  std::atomic<int> heard_by_one_ = 0;
  std::atomic<int> heard_by_other_ = 0;
  nats::Connection one_connection_{settings_of(broker_.url(), "user"), [](const auto&) {}};
  nats::Connection other_connection_{settings_of(broker_.url(), "user"), [](const auto&) {}};
  nats::Hint one_{one_connection_, subject, [this] { ++heard_by_one_; }};
  nats::Hint other_{other_connection_, subject, [this] { ++heard_by_other_; }};
};

TEST_F(Hints, ReachAllThatHoldOneOfTheSubjectAndNoOther) {
  std::atomic<int> heard_elsewhere = 0;
  const nats::Hint elsewhere{other_connection_, "cleave.moved.user.0.followers",
                             [&] { ++heard_elsewhere; }};
  ASSERT_TRUE(reaches(heard_by_other_));
  ASSERT_TRUE(reaches(heard_by_one_));
  EXPECT_EQ(heard_elsewhere, 0);
}

TEST_F(Hints, AreNothingWithoutALinkAndGoOnWithANewOne) {
  ASSERT_TRUE(reaches(heard_by_other_));
  natsConnection_Close(one_connection_.link().get());
  one_.say();
  natsConnection_Close(other_connection_.link().get());
  ASSERT_TRUE(reaches(heard_by_other_));
}

}  // namespace
}  // namespace nats_test
