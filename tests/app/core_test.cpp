#include <app/billing_part.hpp>
#include <app/core.hpp>
#include <app/options.hpp>
#include <app/user_part.hpp>

#include <gtest/gtest.h>

#include <filesystem>
#include <future>

#include <user/domain/user_id.hpp>

namespace {

namespace fs = std::filesystem;

// A folder of its own, gone with the test.
class CoreTest : public testing::Test {
 protected:
  CoreTest() {
    auto name = (fs::temp_directory_path() / "cleave-core-XXXXXX").string();
    folder_ = ::mkdtemp(name.data());
    options_.databases = app::databases_in(folder_.string());
    start();
  }
  ~CoreTest() override {
    core_.reset();
    fs::remove_all(folder_);
  }
  void start() {
    core_.reset();
    core_ = std::make_unique<app::Core>(options_);
    core_->start();
  }

  app::BillingPart& billing() { return core_->the<app::BillingPart>(); }

  sync::Outcome register_user(const std::string& email) {
    user::RegisterUser::Command command;
    command.id = user::UserId{core_->ids.next()};
    command.at = core_->clock.now();
    command.email = email;
    auto& use_case = core_->the<app::UserPart>().host.module.register_user;
    std::promise<sync::Outcome> answered;
    sync::Command lane_command;
    lane_command.origin = {core_->ids.next(), command.at, "correlation", ""};
    lane_command.want = [&] { use_case.want(command); };
    lane_command.decide = [&]() -> shared::Result<std::string> {
      const auto done = use_case(command);
      if (!done) return shared::refuse(done.error());
      return "";
    };
    lane_command.answer = [&](sync::Outcome outcome) { answered.set_value(std::move(outcome)); };
    core_->the<app::UserPart>().lane().queue().submit(std::move(lane_command));
    return answered.get_future().get();
  }

  std::optional<shared::Error> wait_for(const sync::Position& position) {
    std::promise<std::optional<shared::Error>> answered;
    billing().gate.wait({position}, {}, http::ReadGate::Clock::now() + std::chrono::seconds{5},
                        [&](auto error) { answered.set_value(std::move(error)); });
    return answered.get_future().get();
  }

  std::optional<billing::CustomerView> customer(const std::string& user_id) {
    std::promise<std::optional<billing::CustomerView>> answered;
    const auto id = billing::CustomerId{shared::parse_prefixed("usr_", user_id).value()};
    EXPECT_TRUE(billing().reads.run(
        [&](app::BillingReads& reads) { answered.set_value(reads.customers.find(id)); }));
    return answered.get_future().get();
  }

  fs::path folder_;
  app::CoreOptions options_;
  std::unique_ptr<app::Core> core_;
};

}  // namespace

TEST_F(CoreTest, BillingKnowsAUserOnceItHasSeenThePositionTheRegistrationAnsweredWith) {
  const auto outcome = register_user("ada@example.com");
  ASSERT_FALSE(outcome.refusal);
  ASSERT_FALSE(wait_for(outcome.position));
  const auto found = customer(outcome.event->key);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->email, "ada@example.com");
  EXPECT_EQ(found->user_version, 1);
}

TEST_F(CoreTest, WhatWasAnsweredIsThereAfterTheNextStart) {
  const auto first = register_user("ada@example.com");
  start();
  ASSERT_FALSE(wait_for(first.position));
  EXPECT_TRUE(customer(first.event->key));
  const auto second = register_user("Ada@Example.com");
  ASSERT_TRUE(second.refusal);
  EXPECT_EQ(second.refusal->code, "user.email_taken");
}

TEST_F(CoreTest, AnOlderCopyOfTheUserDatabaseIsNoticedAtTheStart) {
  register_user("ada@example.com");
  core_.reset();
  fs::copy(folder_, folder_ / "older");
  start();
  const auto lost = register_user("bob@example.com");
  ASSERT_FALSE(wait_for(lost.position));
  core_.reset();
  for (const auto* file : {"user.db", "user.db-wal", "user.db-shm"}) {
    fs::remove(folder_ / file);
    if (fs::exists(folder_ / "older" / file)) fs::copy(folder_ / "older" / file, folder_ / file);
  }
  start();
  EXPECT_EQ(wait_for(lost.position)->code, "sync.position_lost");
  const auto next = register_user("eve@example.com");
  EXPECT_EQ(next.position, (sync::Position{"user/0", 2, 2}));
  const auto stopped = [this] {
    return core_->progress.snapshot().follower("billing-follows-user")->stopped;
  };
  for (int i = 0; i < 200 && stopped().empty(); ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds{10});
  }
  EXPECT_NE(stopped(), "");
}
