#include <chrono>
#include <future>
#include <memory>
#include <mutex>
#include <vector>

#include <gtest/gtest.h>

#include <adapters/system/timer_thread.hpp>

namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

TEST(TimerThread, DoesWhatIsDueInTheOrderOfTime) {
  os::TimerThread timer;
  std::vector<int> done;
  std::promise<void> all;
  const auto began = steady_clock::now();
  timer.after(milliseconds{60}, [&] {
    done.push_back(3);
    all.set_value();
  });
  timer.after(milliseconds{10}, [&] { done.push_back(1); });
  timer.after(milliseconds{30}, [&] { done.push_back(2); });
  ASSERT_EQ(all.get_future().wait_for(std::chrono::seconds{20}), std::future_status::ready);
  EXPECT_EQ(done, (std::vector{1, 2, 3}));
  EXPECT_GE(steady_clock::now() - began, milliseconds{60});
}

TEST(TimerThread, IsUsedByWhatItDoes) {
  os::TimerThread timer;
  std::promise<void> done;
  timer.after(milliseconds{0}, [&] { timer.after(milliseconds{1}, [&] { done.set_value(); }); });
  EXPECT_EQ(done.get_future().wait_for(std::chrono::seconds{20}), std::future_status::ready);
}

TEST(TimerThread, DropsWhatIsStillToComeAndLetsGoOfIt) {
  auto held = std::make_shared<int>(0);
  {
    os::TimerThread timer;
    timer.after(std::chrono::hours{1}, [held] { ++*held; });
    EXPECT_EQ(held.use_count(), 2);
  }
  EXPECT_EQ(held.use_count(), 1);
  EXPECT_EQ(*held, 0);
}

}  // namespace
