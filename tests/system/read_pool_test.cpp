#include <atomic>
#include <future>
#include <set>
#include <stdexcept>
#include <thread>

#include <adapters/system/read_pool.hpp>
#include <gtest/gtest.h>

namespace {

// Session: knows the thread that made it, as a store session does.
struct Session {
  std::thread::id owner = std::this_thread::get_id();
};

TEST(ReadPool, GivesEachThreadASessionOfItsOwn) {
  std::atomic<int> made = 0;
  std::atomic<int> strangers = 0;
  std::atomic<int> done = 0;
  {
    os::ReadPool<Session> pool(
        [&] {
          ++made;
          return Session{};
        },
        {.threads = 3, .queue_max = 1000});
    EXPECT_EQ(made, 3);
    for (int i = 0; i < 300; ++i) {
      EXPECT_TRUE(pool.run([&](Session& session) {
        if (session.owner != std::this_thread::get_id()) ++strangers;
        ++done;
      }));
    }
  }
  EXPECT_EQ(done, 300) << "what was taken is run, also when the pool stops";
  EXPECT_EQ(strangers, 0);
}

TEST(ReadPool, RefusesWhatDoesNotFitItsQueue) {
  std::promise<void> running;
  std::promise<void> go_on;
  os::ReadPool<Session> pool([] { return Session{}; }, {.threads = 1, .queue_max = 2});
  EXPECT_TRUE(pool.run([&](Session&) {
    running.set_value();
    go_on.get_future().wait();
  }));
  running.get_future().wait();
  EXPECT_TRUE(pool.run([](Session&) {}));
  EXPECT_TRUE(pool.run([](Session&) {}));
  EXPECT_EQ(pool.queued(), 2U);
  EXPECT_FALSE(pool.run([](Session&) {}));
  go_on.set_value();
  pool.stop();
  EXPECT_FALSE(pool.run([](Session&) {}));
}

TEST(ReadPool, ThrowsWhatMakingASessionThrows) {
  std::atomic<int> made = 0;
  const auto make = [&]() -> Session {
    if (++made == 2) throw std::runtime_error("cannot open user.db");
    return {};
  };
  EXPECT_THROW(os::ReadPool<Session>(make, {.threads = 2, .queue_max = 1}), std::runtime_error);
}

}  // namespace
