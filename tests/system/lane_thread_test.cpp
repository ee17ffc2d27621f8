#include <algorithm>
#include <atomic>
#include <future>
#include <mutex>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include <adapters/system/lane_thread.hpp>
#include <gtest/gtest.h>

namespace {

using std::chrono::milliseconds;
using Batch = std::vector<sync::Command>;

// Answers: what became of commands, by the code of the refusal ("" for success).
class Answers {
 public:
  sync::Command command(std::size_t bytes = 10) {
    sync::Command command;
    command.bytes = bytes;
    command.answer = [this](sync::Outcome outcome) {
      const std::scoped_lock lock(mutex_);
      codes_.emplace_back(outcome.refusal ? outcome.refusal->code : "");
    };
    return command;
  }
  std::size_t count(std::string_view code) const {
    const std::scoped_lock lock(mutex_);
    return static_cast<std::size_t>(std::ranges::count(codes_, code));
  }

 private:
  mutable std::mutex mutex_;
  std::vector<std::string> codes_;
};

void answer_all(Batch batch) {
  for (auto& command : batch) command.answer({});
}

std::optional<milliseconds> nothing() { return std::nullopt; }

void eventually(const std::function<bool()>& holds) {
  for (int i = 0; i < 2000; ++i) {
    if (holds()) return;
    std::this_thread::sleep_for(milliseconds{1});
  }
  FAIL() << "not within two seconds";
}

TEST(LaneThread, RunsWhatWaitsAsOneBatch) {
  Answers answers;
  std::vector<std::size_t> sizes;
  os::LaneThread lane({.run_batch =
                           [&](Batch batch) {
                             sizes.push_back(batch.size());
                             answer_all(std::move(batch));
                           },
                       .idle_work = nothing,
                       .on_broken = {}});
  for (int i = 0; i < 5; ++i) lane.submit(answers.command());
  EXPECT_EQ(lane.queued(), 5U);
  lane.start();
  lane.stop();
  EXPECT_EQ(sizes, std::vector<std::size_t>{5});
  EXPECT_EQ(answers.count(""), 5U);
  EXPECT_EQ(lane.queued(), 0U);
}

TEST(LaneThread, BoundsABatchByCommandsAndByBytes) {
  Answers answers;
  std::vector<std::size_t> sizes;
  os::LaneThread lane({.run_batch =
                           [&](Batch batch) {
                             sizes.push_back(batch.size());
                             answer_all(std::move(batch));
                           },
                       .idle_work = nothing,
                       .on_broken = {}},
                      {.batch_commands_max = 3, .batch_bytes_max = 100});
  for (const std::size_t bytes : {1U, 1U, 1U, 1U, 99U, 60U, 60U, 500U}) {
    lane.submit(answers.command(bytes));
  }
  lane.start();
  lane.stop();
  EXPECT_EQ(sizes, (std::vector<std::size_t>{3, 2, 1, 1, 1}));
}

TEST(LaneThread, RefusesAtOnceWhatDoesNotFitTheQueue) {
  Answers answers;
  os::LaneThread lane({.run_batch = answer_all, .idle_work = nothing, .on_broken = {}},
                      {.queue_commands_max = 3, .queue_bytes_max = 100});
  lane.submit(answers.command(90));
  lane.submit(answers.command(11));
  EXPECT_EQ(answers.count("sync.overloaded"), 1U) << "by bytes";
  lane.submit(answers.command(1));
  lane.submit(answers.command(1));
  lane.submit(answers.command(1));
  EXPECT_EQ(answers.count("sync.overloaded"), 2U) << "by commands";
  lane.start();
  lane.stop();
  EXPECT_EQ(answers.count(""), 3U);
}

TEST(LaneThread, TakesAgainWhatFitsOnceTheQueueIsShorter) {
  Answers answers;
  os::LaneThread lane({.run_batch = answer_all, .idle_work = nothing, .on_broken = {}},
                      {.queue_commands_max = 1, .queue_bytes_max = 100});
  lane.start();
  for (std::size_t i = 1; i <= 5; ++i) {
    lane.submit(answers.command(100));
    eventually([&] { return answers.count("") == i; });
  }
}

TEST(LaneThread, MakesAnIdleStepAtTheStartAndAfterEachWake) {
  std::atomic<int> steps = 0;
  os::LaneThread lane({.run_batch = answer_all,
                       .idle_work = [&]() -> std::optional<milliseconds> {
                         ++steps;
                         return std::nullopt;
                       },
                       .on_broken = {}});
  lane.start();
  eventually([&] { return steps == 1; });
  lane.wake();
  eventually([&] { return steps == 2; });
  std::this_thread::sleep_for(milliseconds{20});
  EXPECT_EQ(steps, 2) << "it sleeps until it is asked";
}

TEST(LaneThread, GoesOnAtOnceOrLaterAsTheIdleStepSays) {
  std::atomic<int> steps = 0;
  os::LaneThread lane({.run_batch = answer_all,
                       .idle_work = [&]() -> std::optional<milliseconds> {
                         const int step = ++steps;
                         if (step < 10) return milliseconds{0};
                         if (step < 12) return milliseconds{5};
                         return std::nullopt;
                       },
                       .on_broken = {}});
  lane.start();
  eventually([&] { return steps == 12; });
}

TEST(LaneThread, DoesNotMissAWakeThatComesDuringAStep) {
  std::atomic<int> steps = 0;
  std::promise<void> in_step;
  std::promise<void> woken;
  os::LaneThread lane({.run_batch = answer_all,
                       .idle_work = [&]() -> std::optional<milliseconds> {
                         if (++steps == 1) {
                           in_step.set_value();
                           woken.get_future().wait();
                         }
                         return std::nullopt;
                       },
                       .on_broken = {}});
  lane.start();
  in_step.get_future().wait();
  lane.wake();
  lane.wake();
  woken.set_value();
  eventually([&] { return steps == 2; });
}

TEST(LaneThread, AlternatesBetweenCommandsAndIdleSteps) {
  Answers answers;
  std::string order;
  os::LaneThread lane({.run_batch =
                           [&](Batch batch) {
                             order += 'c';
                             answer_all(std::move(batch));
                           },
                       .idle_work = [&]() -> std::optional<milliseconds> {
                         if (order.size() > 5) return std::nullopt;
                         order += 'i';
                         return milliseconds{0};
                       },
                       .on_broken = {}},
                      {.batch_commands_max = 1});
  for (int i = 0; i < 3; ++i) lane.submit(answers.command());
  lane.start();
  eventually([&] { return answers.count("") == 3; });
  lane.stop();
  EXPECT_EQ(order, "cicici");
}

TEST(LaneThread, StoppingRunsWhatItTookAndRefusesTheRest) {
  Answers answers;
  std::promise<void> running;
  std::promise<void> go_on;
  os::LaneThread lane({.run_batch =
                           [&](Batch batch) {
                             running.set_value();
                             go_on.get_future().wait();
                             answer_all(std::move(batch));
                           },
                       .idle_work = nothing,
                       .on_broken = {}},
                      {.batch_commands_max = 1, .drain = milliseconds{0}});
  lane.submit(answers.command());
  lane.submit(answers.command());
  lane.start();
  running.get_future().wait();
  std::jthread stopper([&] { lane.stop(); });
  std::size_t submitted = 2;
  eventually([&] {
    lane.submit(answers.command());
    ++submitted;
    return answers.count("sync.draining") > 0;
  });
  EXPECT_EQ(answers.count("sync.draining"), 1U) << "once it stops, it takes nothing more";
  go_on.set_value();
  stopper.join();
  EXPECT_EQ(answers.count(""), 1U);
  EXPECT_EQ(answers.count("sync.draining"), submitted - 1);
}

TEST(LaneThread, AnswersWhatCameThoughItNeverStarted) {
  Answers answers;
  {
    os::LaneThread lane({.run_batch = answer_all, .idle_work = nothing, .on_broken = {}});
    lane.submit(answers.command());
  }
  EXPECT_EQ(answers.count("sync.draining"), 1U);
}

TEST(LaneThread, TakesNothingMoreOnceItsWorkThrew) {
  for (const bool in_batch : {true, false}) {
    Answers answers;
    std::promise<std::string> told;
    os::LaneThread lane({.run_batch =
                             [&](Batch batch) {
                               answer_all(std::move(batch));
                               if (in_batch) throw std::runtime_error("the disk is gone");
                             },
                         .idle_work = [&]() -> std::optional<milliseconds> {
                           throw std::runtime_error("the disk is gone");
                         },
                         .on_broken = [&](std::string why) { told.set_value(std::move(why)); }},
                        {.batch_commands_max = 1});
    lane.submit(answers.command());
    lane.submit(answers.command());
    lane.start();
    EXPECT_EQ(told.get_future().get(), "the disk is gone");
    lane.submit(answers.command());
    EXPECT_EQ(answers.count(""), 1U);
    EXPECT_EQ(answers.count("sync.draining"), 2U);
  }
}

TEST(LaneThread, AnswersEachCommandOnceUnderAnyCrowd) {
  Answers answers;
  std::atomic<int> in_work = 0;
  const auto alone = [&] { EXPECT_EQ(++in_work, 1); };
  os::LaneThread lane({.run_batch =
                           [&](Batch batch) {
                             alone();
                             answer_all(std::move(batch));
                             --in_work;
                           },
                       .idle_work = [&]() -> std::optional<milliseconds> {
                         alone();
                         --in_work;
                         return milliseconds{1};
                       },
                       .on_broken = {}},
                      {.queue_commands_max = 64, .batch_commands_max = 16});
  lane.start();
  {
    std::vector<std::jthread> crowd;
    for (int i = 0; i < 4; ++i) {
      crowd.emplace_back([&] {
        for (int n = 0; n < 1000; ++n) {
          lane.submit(answers.command());
          if (n % 10 == 0) lane.wake();
          if (n % 50 == 0) std::this_thread::yield();
        }
      });
    }
    std::this_thread::sleep_for(milliseconds{5});
    crowd.emplace_back([&] { lane.stop(); });
  }
  EXPECT_EQ(answers.count("") + answers.count("sync.overloaded") + answers.count("sync.draining"),
            4000U);
}

TEST(LaneThread, RunsNothingWhileItPausesAndAllOfItAfterwards) {
  Answers answers;
  std::atomic<int> steps = 0;
  os::LaneThread lane({.run_batch = answer_all,
                       .idle_work =
                           [&] {
                             ++steps;
                             return std::optional{milliseconds{0}};
                           },
                       .on_broken = {}});
  lane.start();
  eventually([&] { return steps > 10; });
  ASSERT_TRUE(lane.pause(milliseconds{2000}));
  const int before = steps;
  for (int i = 0; i < 5; ++i) lane.submit(answers.command());
  lane.wake();
  std::this_thread::sleep_for(milliseconds{20});  // for it to do what it must not
  EXPECT_EQ(steps, before);
  EXPECT_EQ(answers.count(""), 0U);
  lane.resume();
  eventually([&] { return answers.count("") == 5 && steps > before; });
  lane.stop();
}

TEST(LaneThread, ThatDoesNotComeToRestInTimeGoesOn) {
  Answers answers;
  std::promise<void> may_end;
  os::LaneThread lane({.run_batch =
                           [&, ended = may_end.get_future().share()](Batch batch) {
                             ended.wait();
                             answer_all(std::move(batch));
                           },
                       .idle_work = nothing,
                       .on_broken = {}});
  lane.start();
  lane.submit(answers.command());
  eventually([&] { return lane.queued() == 0; });
  EXPECT_FALSE(lane.pause(milliseconds{20}));
  may_end.set_value();
  lane.submit(answers.command());
  eventually([&] { return answers.count("") == 2; });
  lane.stop();
  EXPECT_FALSE(lane.pause(milliseconds{20}));
}

}  // namespace
