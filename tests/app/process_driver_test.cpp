#include <atomic>
#include <deque>
#include <future>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>
#include <adapters/system/lane_thread.hpp>
#include <adapters/system/system_clock.hpp>
#include <adapters/system/uuid_v7_ids.hpp>
#include <app/process_driver.hpp>

namespace {

using namespace std::chrono_literals;

void eventually(const std::function<bool()>& holds) {
  for (int i = 0; i < 4000 && !holds(); ++i) std::this_thread::sleep_for(1ms);
  EXPECT_TRUE(holds()) << "not within four seconds";
}

TEST(ProcessDriver, StepsEachProcessWhenItSaidItWouldBeDue) {
  std::atomic<int> quick = 0;
  std::atomic<int> slow = 0;
  app::ProcessDriver driver{"test"};
  driver.add([&] { return ++quick, 5ms; });
  driver.add([&] { return ++slow, 1h; });
  driver.start();
  eventually([&] { return quick >= 5; });
  driver.stop();
  EXPECT_EQ(slow, 1);
}

TEST(ProcessDriver, ManyWakesBeforeAStepMakeOne) {
  std::atomic<int> steps = 0;
  std::promise<void> go_on;
  app::ProcessDriver driver{"test"};
  driver.add([&, waits = go_on.get_future().share()] {
    if (++steps == 1) waits.wait();
    return 1h;
  });
  driver.start();
  eventually([&] { return steps == 1; });
  for (int i = 0; i < 100; ++i) driver.wake();
  go_on.set_value();
  eventually([&] { return steps == 2; });
  std::this_thread::sleep_for(20ms);
  EXPECT_EQ(steps, 2);
}

TEST(ProcessDriver, RunsWhatIsPostedOnItsOwnThreadAndStepsAfterIt) {
  std::atomic<int> steps = 0;
  std::thread::id stepped_on;
  std::thread::id ran_on;
  std::atomic<int> steps_before = -1;
  app::ProcessDriver driver{"test"};
  driver.add([&] {
    stepped_on = std::this_thread::get_id();
    ++steps;
    return std::chrono::milliseconds{1h};
  });
  driver.start();
  eventually([&] { return steps == 1; });
  driver.post([&] {
    ran_on = std::this_thread::get_id();
    steps_before = steps.load();
  });
  eventually([&] { return steps == 2; });
  driver.stop();
  EXPECT_EQ(ran_on, stepped_on);
  EXPECT_NE(ran_on, std::this_thread::get_id());
  EXPECT_EQ(steps_before, 1);
}

TEST(ProcessDriver, CallsNothingAnyMoreOnceItHasStopped) {
  std::atomic<int> calls = 0;
  std::function<void(app::ProcessDriver::Task)> door;
  {
    app::ProcessDriver driver{"test"};
    driver.add([&] { return ++calls, 1h; });
    door = driver.door();
    driver.start();
    eventually([&] { return calls == 1; });
    driver.stop();
    driver.wake();
    driver.post([&] { ++calls; });
    driver.stop();
  }
  door([&] { ++calls; });
  EXPECT_EQ(calls, 1);
}

TEST(ProcessDriver, AProcessThatFailsWaitsAloneAndRecovers) {
  std::atomic<bool> ill = true;
  std::atomic<int> tries = 0;
  std::atomic<int> recovered = 0;
  std::atomic<int> other = 0;
  app::ProcessDriver driver{"test", {.wait_first = 20ms, .wait_longest = 40ms}};
  driver.add([&]() -> std::chrono::milliseconds {
    ++tries;
    if (ill) throw std::runtime_error("the store is away");
    ++recovered;
    return 1h;
  });
  driver.add([&] { return ++other, 1ms; });
  driver.start();
  eventually([&] { return tries >= 3; });
  EXPECT_GT(other, tries * 2) << "it waits longer each time, and keeps nobody from going on";
  ill = false;
  eventually([&] { return recovered == 1; });
}

TEST(ProcessDriver, WakingDoesNotHaveAnIllProcessFailMoreOften) {
  std::atomic<int> tries = 0;
  app::ProcessDriver driver{"test", {.wait_first = 1h, .wait_longest = 1h}};
  driver.add([&]() -> std::chrono::milliseconds {
    ++tries;
    throw std::runtime_error("the store is away");
  });
  driver.start();
  eventually([&] { return tries == 1; });
  for (int i = 0; i < 20; ++i) {
    driver.wake();
    std::this_thread::sleep_for(1ms);
  }
  EXPECT_EQ(tries, 1);
}

// A lane whose commands a test runs by hand.
class HeldQueue final : public sync::CommandQueue {
 public:
  void submit(sync::Command command) override { commands.push_back(std::move(command)); }
  void run_next() {
    auto command = std::move(commands.front());
    commands.pop_front();
    command.want();
    sync::Outcome outcome;
    if (auto state = command.decide(); !state) outcome.refusal = state.error();
    command.answer(std::move(outcome));
  }

  std::deque<sync::Command> commands;
};

struct World {
  os::SystemClock clock;
  os::UuidV7Ids ids{clock};
  HeldQueue queue;
  app::ProcessDriver driver{"test"};
  app::LaneWorks works{queue, driver, ids, clock};
  std::vector<std::string> heard;
  std::atomic<std::size_t> heard_count = 0;

  void submit(shared::Done end) {
    works.submit({[this] { heard.emplace_back("want"); },
                  [this, end] {
                    heard.emplace_back("decide");
                    return end;
                  },
                  [this](const shared::Done& done) {
                    heard.push_back(done ? "ended" : std::string{done.error().code});
                    ++heard_count;
                  }});
  }
};

TEST(LaneWorks, AWorkIsACommandOfItsOwnAndItsEndIsHeardByTheDriver) {
  World world;
  world.submit({});
  world.submit(shared::refuse({shared::ErrorKind::conflict, "test.refused", "", ""}));
  ASSERT_EQ(world.queue.commands.size(), 2U);
  EXPECT_NE(world.queue.commands[0].origin.command_id, world.queue.commands[1].origin.command_id);
  EXPECT_FALSE(world.queue.commands[0].origin.correlation_id.empty());
  EXPECT_GT(world.queue.commands[0].bytes, 0U);
  world.queue.run_next();
  world.queue.run_next();
  EXPECT_EQ(world.heard, (std::vector<std::string>{"want", "decide", "want", "decide"}))
      << "the lane's thread does not call the process";
  world.driver.start();
  eventually([&] { return world.heard_count == 2; });
  world.driver.stop();
  EXPECT_EQ(world.heard[4], "ended");
  EXPECT_EQ(world.heard[5], "test.refused");
}

TEST(LaneWorks, AnEndThatComesAfterTheDriverStoppedIsHeardByNobody) {
  World world;
  world.submit({});
  world.driver.start();
  world.driver.stop();
  world.queue.run_next();
  EXPECT_EQ(world.heard_count, 0U);
}

TEST(LaneWorks, AClosingLaneEndsAWorkUnavailable) {
  World world;
  os::LaneThread closed{{.run_batch = {}, .idle_work = {}, .on_broken = {}}};
  closed.stop();
  app::LaneWorks works{closed, world.driver, world.ids, world.clock};
  std::atomic<bool> unavailable = false;
  works.submit({[] {}, [] { return shared::Done{}; },
                [&](const shared::Done& done) {
                  unavailable = !done && done.error().kind == shared::ErrorKind::unavailable;
                }});
  world.driver.start();
  eventually([&] { return unavailable.load(); });
}

}  // namespace
