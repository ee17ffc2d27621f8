#include <atomic>
#include <future>
#include <string>
#include <thread>
#include <vector>

#include <adapters/system/progress.hpp>
#include <gtest/gtest.h>

namespace {

using os::Board;
using os::Progress;
using os::WaitEnd;
using std::chrono::hours;
using std::chrono::milliseconds;

shared::Instant at(std::int64_t ms) { return shared::from_unix_ms(1'000'000 + ms); }

auto head_is(sync::Offset offset) {
  return [offset](const Board& board) {
    const auto* log = board.log("user/0");
    return log != nullptr && log->head.offset >= offset;
  };
}

void publish(Progress& progress, sync::Offset head, std::int64_t ms = 0) {
  sync::Head end;
  end.offset = head;
  progress.publish_log({.log = "user/0", .head = end, .committed_at = at(ms)});
}

// Of a source that is known to go as far as `source`, heard of it then.
void follow(Progress& progress, sync::Offset offset, sync::Offset source = 0, std::int64_t ms = 0) {
  sync::FollowerStatus status;
  status.follower = "billing-follows-user";
  status.source = "user/0";
  status.offset = offset;
  status.source_offset = source;
  progress.publish_follower(status, at(ms));
}

// Wait: one waiter's answer.
struct Wait {
  std::promise<WaitEnd> end;
  std::future<WaitEnd> future = end.get_future();
  Progress::Answer answer() {
    return [this](WaitEnd said) { end.set_value(said); };
  }
};

TEST(Progress, ShowsWhatWasPublishedLast) {
  Progress progress;
  publish(progress, 1);
  publish(progress, 7, 50);
  follow(progress, 5);
  const auto board = progress.snapshot();
  ASSERT_EQ(board.logs.size(), 1U);
  EXPECT_EQ(board.log("user/0")->head.offset, 7U);
  EXPECT_EQ(board.log("user/0")->committed_at, at(50));
  EXPECT_EQ(board.follower("billing-follows-user")->offset, 5U);
  EXPECT_EQ(board.log("billing/0"), nullptr);
  EXPECT_EQ(board.follower("nobody"), nullptr);
}

TEST(Progress, AnswersAtOnceWhatHoldsAlready) {
  Progress progress;
  publish(progress, 3);
  Wait wait;
  progress.wait(head_is(3), Progress::Clock::now() - hours{1}, wait.answer());
  EXPECT_EQ(wait.future.get(), WaitEnd::reached);
}

TEST(Progress, AnswersFromThePublicationThatMakesItHold) {
  Progress progress;
  Wait wait;
  progress.wait(head_is(2), Progress::Clock::now() + hours{1}, wait.answer());
  publish(progress, 1);
  EXPECT_EQ(wait.future.wait_for(milliseconds{5}), std::future_status::timeout);
  publish(progress, 2);
  EXPECT_EQ(wait.future.get(), WaitEnd::reached);
}

TEST(Progress, AFollowerMovesWaitersToo) {
  Progress progress;
  Wait wait;
  progress.wait(
      [](const Board& board) {
        const auto* follower = board.follower("billing-follows-user");
        return follower != nullptr && follower->offset >= 9;
      },
      Progress::Clock::now() + hours{1}, wait.answer());
  follow(progress, 9);
  EXPECT_EQ(wait.future.get(), WaitEnd::reached);
}

TEST(Progress, AnswersLateAtTheDeadlineWhoeverCameFirst) {
  Progress progress;
  Wait last;
  Wait first;
  Wait second;
  const auto start = Progress::Clock::now();
  progress.wait(head_is(1), start + hours{1}, last.answer());
  std::this_thread::sleep_for(milliseconds{20});  // so that the timer sleeps until then
  progress.wait(head_is(1), start + milliseconds{80}, second.answer());
  progress.wait(head_is(1), start + milliseconds{30}, first.answer());
  EXPECT_EQ(first.future.get(), WaitEnd::late);
  EXPECT_GE(Progress::Clock::now() - start, milliseconds{30});
  EXPECT_EQ(second.future.get(), WaitEnd::late);
  EXPECT_GE(Progress::Clock::now() - start, milliseconds{80});
  EXPECT_EQ(last.future.wait_for(milliseconds{0}), std::future_status::timeout);
  progress.stop();
}

TEST(Progress, RefusesMoreWaitersThanItsBound) {
  Progress progress(1);
  Wait first;
  Wait second;
  progress.wait(head_is(1), Progress::Clock::now() + hours{1}, first.answer());
  progress.wait(head_is(1), Progress::Clock::now() + hours{1}, second.answer());
  EXPECT_EQ(second.future.get(), WaitEnd::refused);
  progress.stop();
  EXPECT_EQ(first.future.get(), WaitEnd::stopping);
  Wait third;
  progress.wait(head_is(1), Progress::Clock::now() + hours{1}, third.answer());
  EXPECT_EQ(third.future.get(), WaitEnd::stopping);
}

TEST(Progress, LagBehindALogElsewhereBeginsWhenItIsHeardOf) {
  Progress progress;
  follow(progress, 0, 10, 100);
  follow(progress, 0, 10, 200);
  EXPECT_EQ(progress.lag("billing-follows-user", at(1000)), milliseconds{900});
  follow(progress, 5, 20, 300);
  EXPECT_EQ(progress.lag("billing-follows-user", at(1000)), milliseconds{900});
  follow(progress, 10, 20, 400);
  EXPECT_EQ(progress.lag("billing-follows-user", at(1000)), milliseconds{700});
  follow(progress, 20, 20, 500);
  EXPECT_EQ(progress.lag("billing-follows-user", at(1000)), milliseconds{0});
}

TEST(Progress, LagIsTheAgeOfTheOldestEventNotApplied) {
  Progress progress;
  EXPECT_EQ(progress.lag("billing-follows-user", at(0)), milliseconds{0});
  follow(progress, 0);
  publish(progress, 10, 0);
  publish(progress, 20, 300);
  publish(progress, 30, 500);
  EXPECT_EQ(progress.lag("billing-follows-user", at(1000)), milliseconds{1000});
  follow(progress, 10);
  EXPECT_EQ(progress.lag("billing-follows-user", at(1000)), milliseconds{700});
  follow(progress, 25);
  EXPECT_EQ(progress.lag("billing-follows-user", at(1000)), milliseconds{500});
  follow(progress, 30);
  EXPECT_EQ(progress.lag("billing-follows-user", at(1000)), milliseconds{0});
}

TEST(Progress, LagStaysTrueOverAMillionCommits) {
  Progress progress;
  follow(progress, 0);
  constexpr int last = 1'000'000;
  for (int i = 1; i <= last; ++i) publish(progress, static_cast<sync::Offset>(i), i);
  for (const int position : {0, 1000, 400'000, 900'000}) {
    follow(progress, static_cast<sync::Offset>(position));
    const double truth = last - position;
    const auto lag = progress.lag("billing-follows-user", at(last));
    EXPECT_NEAR(static_cast<double>(lag.count()), truth, 0.01 * last);
  }
}

TEST(Progress, AnswersEachWaiterOnceUnderAnyCrowd) {
  Progress progress(100'000);
  std::atomic<int> answers = 0;
  {
    std::vector<std::jthread> crowd;
    for (int i = 0; i < 2; ++i) {
      crowd.emplace_back([&, i] {
        for (int n = 1; n <= 500; ++n) {
          if (i == 0) publish(progress, static_cast<sync::Offset>(n), n);
          if (i == 1) follow(progress, static_cast<sync::Offset>(n));
        }
      });
      crowd.emplace_back([&] {
        for (int n = 1; n <= 500; ++n) {
          const auto deadline = Progress::Clock::now() + std::chrono::microseconds{n * 10};
          progress.wait(head_is(static_cast<sync::Offset>(n * 2)), deadline,
                        [&](WaitEnd) { ++answers; });
        }
      });
    }
    crowd.emplace_back([&] {
      for (int n = 0; n < 200; ++n) (void)progress.lag("billing-follows-user", at(n));
    });
  }
  progress.stop();
  EXPECT_EQ(answers, 1000);
}

}  // namespace
