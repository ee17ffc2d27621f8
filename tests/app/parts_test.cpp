#include <app/billing_part.hpp>
#include <app/core.hpp>
#include <app/insight_part.hpp>
#include <app/module_choice.hpp>
#include <app/options.hpp>
#include <app/user_part.hpp>

#include <gtest/gtest.h>

#include <filesystem>
#include <future>
#include <memory>
#include <thread>

#include <tests/support/temp_folder.hpp>

// The modules of one installation as several processes would hold them: cores of their own, each
// with the databases of its own modules alone, which meet in nothing but requests.
namespace {

namespace fs = std::filesystem;
constexpr std::chrono::seconds long_enough{20};

class PartsTest : public testing::Test {
 protected:
  std::unique_ptr<app::Core> process(const std::string& modules) {
    app::CoreOptions options;
    options.settings.data_dir = folder_.path().string();
    options.settings.serve_modules = modules;
    options.settings.billing_run_every_seconds = 0;
    options.settings.billing_test_clock = true;
    options.databases = app::databases_of(options.settings);
    options.network.emplace(app::Network{way_, way_});
    auto core = std::make_unique<app::Core>(std::move(options));
    core->start();
    return core;
  }

  static sync::Outcome register_user(app::Core& core, const std::string& email) {
    auto& user = core.the<app::UserPart>().host;
    user::RegisterUser::Command command;
    command.id = user::UserId{core.ids.next()};
    command.at = core.clock.now();
    command.email = email;
    std::promise<sync::Outcome> answered;
    sync::Command lane_command;
    lane_command.origin = {core.ids.next(), command.at, "correlation", ""};
    lane_command.want = [&] { user.module.register_user.want(command); };
    lane_command.decide = [&]() -> shared::Result<std::string> {
      const auto done = user.module.register_user(command);
      if (!done) return shared::refuse(done.error());
      return "";
    };
    lane_command.answer = [&](sync::Outcome outcome) { answered.set_value(std::move(outcome)); };
    user.lane.queue().submit(std::move(lane_command));
    return answered.get_future().get();
  }

  static std::optional<shared::Error> wait_for(app::Part& part, const sync::Position& position,
                                               std::chrono::milliseconds most = long_enough) {
    std::promise<std::optional<shared::Error>> answered;
    part.gate.wait({position}, {}, http::ReadGate::Clock::now() + most,
                   [&](auto error) { answered.set_value(std::move(error)); });
    return answered.get_future().get();
  }

  // The follower's status once it is so, or after a bound.
  static sync::FollowerStatus when(app::Core& core, const std::string& follower,
                                   std::function<bool(const sync::FollowerStatus&)> is_so) {
    std::promise<void> end;
    core.progress.wait(
        [&](const os::Board& board) { return is_so(*board.follower(follower)); },
        os::Progress::Clock::now() + long_enough, [&](os::WaitEnd) { end.set_value(); });
    end.get_future().wait();
    return *core.progress.snapshot().follower(follower);
  }

  test::TempFolder folder_;
  os::SystemClock clock_;
  os::TimerThread timer_;
  bus::InProcessRequests way_{clock_, timer_};
};

}  // namespace

TEST_F(PartsTest, ModulesInProcessesOfTheirOwnKeepEachOtherInStep) {
  const auto user = process("user");
  const auto billing = process("billing");
  const auto rest = process("insight,webhook");
  EXPECT_EQ(billing->find("user"), nullptr);
  const auto outcome = register_user(*user, "ada@example.com");
  ASSERT_FALSE(outcome.refusal);
  EXPECT_FALSE(wait_for(*billing->find("billing"), outcome.position));
  EXPECT_FALSE(wait_for(*rest->find("insight"), outcome.position));
  EXPECT_FALSE(wait_for(*rest->find("webhook"), outcome.position));
  std::promise<std::optional<billing::CustomerView>> read;
  const auto id = billing::CustomerId{shared::parse_prefixed("usr_", outcome.event->key).value()};
  EXPECT_TRUE(billing->the<app::BillingPart>().reads.run(
      [&](app::BillingReads& reads) { read.set_value(reads.customers.find(id)); }));
  EXPECT_EQ(read.get_future().get()->email, "ada@example.com");
}

TEST_F(PartsTest, AFollowerWhoseSourceRunsNowhereWaitsAndSaysSoUntilItRuns) {
  const auto billing = process("billing");
  const auto waits = [](const sync::FollowerStatus& status) { return !status.waiting.empty(); };
  EXPECT_EQ(when(*billing, "billing-follows-user", waits).waiting,
            "no process that runs user can be reached");
  const auto user = process("user");
  const auto runs = [](const sync::FollowerStatus& status) { return status.waiting.empty(); };
  EXPECT_EQ(when(*billing, "billing-follows-user", runs).waiting, "");
  const auto outcome = register_user(*user, "ada@example.com");
  EXPECT_FALSE(wait_for(*billing->find("billing"), outcome.position));
}

TEST_F(PartsTest, AReadThatCarriesAPositionFromElsewhereWaitsForIt) {
  const auto billing = process("billing");
  const auto behind =
      wait_for(*billing->find("billing"), {"user/0", 1, 1}, std::chrono::milliseconds{50});
  ASSERT_TRUE(behind);
  EXPECT_EQ(behind->code, "sync.behind");
  const auto unknown = wait_for(*billing->find("billing"), {"insight/0", 1, 1});
  ASSERT_TRUE(unknown);
  EXPECT_EQ(unknown->code, "sync.unknown_log");
}

TEST_F(PartsTest, AFollowerElsewhereIsAWitnessThatALogWentBack) {
  const auto billing = process("billing");
  auto user = process("user");
  register_user(*user, "ada@example.com");
  user.reset();
  const auto older = folder_.path() / "older";
  fs::create_directory(older);
  for (const auto* file : {"user.db", "user.db-wal", "user.db-shm"}) {
    if (fs::exists(folder_.path() / file)) fs::copy(folder_.path() / file, older / file);
  }
  user = process("user");
  const auto lost = register_user(*user, "bob@example.com");
  ASSERT_FALSE(wait_for(*billing->find("billing"), lost.position));
  user.reset();
  for (const auto* file : {"user.db", "user.db-wal", "user.db-shm"}) {
    fs::remove(folder_.path() / file);
    if (fs::exists(older / file)) fs::copy(older / file, folder_.path() / file);
  }
  user = process("user");
  EXPECT_EQ(register_user(*user, "eve@example.com").position, (sync::Position{"user/0", 2, 2}));
  const auto stopped = [](const sync::FollowerStatus& status) { return !status.stopped.empty(); };
  EXPECT_NE(when(*billing, "billing-follows-user", stopped).stopped, "");
}

TEST_F(PartsTest, BillingsTimeIsKnownWhereBillingRunsElsewhere) {
  const auto billing = process("billing");
  const auto insight = process("insight");
  const auto month_later = billing->clock.now() + std::chrono::days{31};
  ASSERT_TRUE(billing->the<app::BillingPart>().processes.advance(month_later));
  const auto deadline = std::chrono::steady_clock::now() + long_enough;
  while (billing->billing_now() < month_later && std::chrono::steady_clock::now() < deadline) {
    std::this_thread::sleep_for(std::chrono::milliseconds{20});
  }
  EXPECT_GE(insight->billing_now(), month_later);
  EXPECT_LT(insight->billing_now() - month_later, std::chrono::minutes{1});
}

TEST(ModuleChoice, NamesModulesOnceEachInTheOrderOfStart) {
  using Names = std::vector<std::string>;
  EXPECT_EQ(app::chosen_modules("all"), (Names{"user", "billing", "insight", "webhook"}));
  EXPECT_EQ(app::chosen_modules("webhook, user"), (Names{"user", "webhook"}));
  for (const auto* good : {"all", "user", "billing,user", "insight , webhook"}) {
    EXPECT_FALSE(app::wrong_modules(good)) << good;
  }
}

TEST(ModuleChoice, SaysWhatIsWrongAndWhatWouldBeRight) {
  struct Wrong {
    const char* list;
    const char* said;
  };
  for (const auto& [list, said] :
       {Wrong{"", "a name is missing"}, Wrong{"user,", "a name is missing"},
        Wrong{"usr", "there is no module \"usr\"; did you mean user?"},
        Wrong{"user,biling", "did you mean billing?"},
        Wrong{"everything", "there are user,billing,insight,webhook,gateway"},
        Wrong{"user,billing,user", "user stands there twice"}}) {
    const auto wrong = app::wrong_modules(list);
    ASSERT_TRUE(wrong) << list;
    EXPECT_NE(wrong->find(said), std::string::npos) << *wrong;
  }
}
