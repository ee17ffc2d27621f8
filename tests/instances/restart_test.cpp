#include <gtest/gtest.h>

#include <thread>

#include <tests/instances/witness.hpp>
#include <tests/support/postgres.hpp>
#include <tests/support/temp_folder.hpp>

namespace instances {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

// As `pg_ctl stop -m immediate`: no checkpoint, no goodbye; the next start recovers.
TEST(AServerThatCrashesUnderLoad, LosesNothingThatWasAnsweredAndIsFoundAgainByAll) {
  test::Postgres server;
  const Stores at{{.conninfo = server.conninfo(), .schema = "crash_user"},
                  {.conninfo = server.conninfo(), .schema = "crash_billing"}};
  const test::TempFolder folder;
  const auto live = [&](int clients, const char* name) {
    Plan plan;
    plan.clients = clients;
    plan.answers = folder.path() / name;
    return std::make_unique<Instance>(at, plan);
  };
  const auto wait_until = [](auto condition) {
    const auto deadline = steady_clock::now() + patience;
    while (!condition() && steady_clock::now() < deadline) {
      std::this_thread::sleep_for(milliseconds{10});
    }
    return condition();
  };

  const auto first = live(2, "first");
  ASSERT_TRUE(wait_until([&] { return first->registered() > 20; }));
  const auto second = live(2, "second");
  ASSERT_TRUE(wait_until([&] { return second->registered() > 20; }));
  for (int crashes = 0; crashes < 3; ++crashes) {
    server.crash();
    const auto refused = first->answers().size() - first->registered();
    EXPECT_TRUE(wait_until([&] { return first->answers().size() > first->registered() + refused; }))
        << "meanwhile it says no";
    server.start();
    const auto back_at = steady_clock::now();
    const auto one = first->registered();
    const auto two = second->registered();
    EXPECT_TRUE(
        wait_until([&] { return first->registered() > one && second->registered() > two; }));
    std::cout << "written again after "
              << std::chrono::duration_cast<milliseconds>(steady_clock::now() - back_at).count()
              << " ms\n";
    EXPECT_TRUE(wait_until([&] { return first->registered() > one + 50; }));
  }
  EXPECT_TRUE(first->stop());
  EXPECT_TRUE(second->stop());
  auto answers = first->answers();
  for (auto& answer : second->answers()) answers.push_back(std::move(answer));

  Witness witness{at};
  const auto last = live(0, "last");
  EXPECT_TRUE(wait_until([&] { return witness.followed() == witness.head().offset; }));
  EXPECT_TRUE(last->stop());
  witness.judge(answers);
}

}  // namespace
}  // namespace instances
