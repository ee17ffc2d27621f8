#include <atomic>
#include <mutex>
#include <thread>

#include <tests/e2e/installation.hpp>
#include <tests/e2e/poison.hpp>

// More than can be done at once.
using namespace e2e;

namespace {

using Load = Installation;

TEST_F(Load, AFollowerThatIsSlowSlowsNoWriteDown) {
  start();
  ASSERT_EQ(stop(), 0);
  slow_copies_down(data());
  start();
  constexpr std::int64_t users = 300;
  std::string last;
  for (std::int64_t i = 0; i < users; ++i) {
    last = registered("u" + std::to_string(i) + "@example.com").position();
  }
  const auto behind = follower("billing-follows-user");
  EXPECT_GT(behind.at("lag_events").number(), users / 3) << "the writes waited for the follower";
  EXPECT_GT(behind.at("lag_ms").number(), 0);
  EXPECT_TRUE(becomes([this] { return settled(); }, std::chrono::seconds{120}));
  EXPECT_EQ(admin().get("/v1/customers?limit=1000", wait_for(last)).json().at("data").size(),
            static_cast<std::size_t>(users));
}

TEST_F(Load, WritesThatDoNotFitIntoTheQueueAreRefusedWithoutEffect) {
  write_file(home() / "cleave.toml",
             "[lane]\nqueue_commands_max = 1\nbatch_commands_max = 1\n");
  start({"--config", home() / "cleave.toml"});
  std::mutex mutex;
  std::vector<std::string> taken;
  std::vector<std::string> refused;
  std::vector<std::thread> threads;
  for (int t = 0; t < 32; ++t) {
    threads.emplace_back([&, t] {
      auto client = server().admin();
      for (int i = 0; i < 20; ++i) {
        const auto email = std::to_string(t) + "-" + std::to_string(i) + "@example.com";
        const auto answer = client.post("/v1/users", bj::object{{"email", email}});
        const std::scoped_lock lock(mutex);
        if (answer.status == 201) {
          taken.push_back(email);
        } else {
          EXPECT_EQ(answer.status, 503) << answer.text;
          EXPECT_EQ(answer.code(), "sync.overloaded");
          EXPECT_NE(answer.header("Retry-After"), "");
          refused.push_back(email);
        }
      }
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_GT(taken.size(), 0U);
  EXPECT_GT(refused.size(), 0U);
  const auto found = [this](const std::string& email) {
    return admin().get("/v1/users?email=" + email).json().at("data").size();
  };
  for (const auto& email : taken) EXPECT_EQ(found(email), 1U) << email;
  for (const auto& email : refused) EXPECT_EQ(found(email), 0U) << email;
  EXPECT_TRUE(becomes([this] { return settled(); }));
}

}  // namespace
