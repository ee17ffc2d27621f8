#include <cstdlib>
#include <exception>
#include <iostream>

#include <gtest/gtest.h>

#include <tests/e2e/installation.hpp>
#include <tests/e2e/torture.hpp>

// A short one, for every day; ./dev torture is for hours.
//   CLEAVE_TORTURE_SECONDS says for how long, instead of 25; CLEAVE_SEED from which seed;
//   CLEAVE_TORTURE=split tortures a gateway with two instances of user and of billing.
namespace {

std::string said(const char* variable, const char* otherwise) {
  const char* text = std::getenv(variable);
  return text == nullptr ? otherwise : text;
}

TEST(Torture, LosesNothingDoublesNothingAndComesTogetherAfterEachHeal) {
  e2e::Torture::Plan plan;
  plan.seed = std::stoull(said("CLEAVE_SEED", "1"));
  plan.time = std::chrono::seconds{std::stoll(said("CLEAVE_TORTURE_SECONDS", "25"))};
  plan.split = said("CLEAVE_TORTURE", "") == "split";
  plan.long_freezes = plan.time >= std::chrono::minutes{5};
  try {
    e2e::Torture torture{plan};
    torture.run();
  } catch (const std::exception& violation) {
    FAIL() << "from seed " << plan.seed << ": " << violation.what();
  }
}

// Ten seconds are promised; a machine that is busy with other things is given more.
constexpr std::chrono::seconds taken_over_within{60};

TEST(Torture, TenThousandEventsThatWaitedForAModuleAreTakenOverSoon) {
  e2e::TortureServers servers{true};
  servers.wait_until_up(std::chrono::seconds{60});
  const auto& gateway = *servers.doors().front();
  std::vector<e2e::Tortured*> away;
  for (auto& process : servers.processes()) {
    if (process->part == "billing") away.push_back(process.get());
  }
  for (auto* process : away) process->kill(SIGTERM);
  constexpr int users = 10'000;
  std::string rows;
  for (int i = 0; i < users; ++i) {
    rows += "{\"email\":\"u" + std::to_string(i) + "@example.com\"}\n";
  }
  const auto imported = e2e::run_cleave(
      {"user", "import", "-", "--format", "ndjson", "--json", "--data", gateway.data()}, rows);
  ASSERT_EQ(imported.exit, 0) << imported.err;
  for (auto* process : away) process->start();
  for (auto* process : away) {
    ASSERT_TRUE(e2e::becomes([&] { return process->listens(); }, std::chrono::seconds{60}));
  }
  const auto begin = std::chrono::steady_clock::now();
  std::string behind;
  EXPECT_TRUE(e2e::becomes(
      [&] {
        behind = servers.behind();
        return behind.empty();
      },
      taken_over_within))
      << behind;
  const auto took = std::chrono::steady_clock::now() - begin;
  std::cout << users << " events were taken over "
            << std::chrono::duration_cast<std::chrono::milliseconds>(took).count()
            << " ms after a start\n";
  e2e::LogWalk user{servers.database("user")};
  e2e::LogWalk billing{servers.database("billing")};
  user.go_on();
  billing.go_on();
  EXPECT_EQ(user.events_of("user"), static_cast<std::size_t>(users));
  EXPECT_NO_THROW(e2e::demand_agreement(user, billing));
}

}  // namespace
