#include <cstdlib>
#include <exception>
#include <iostream>
#include <thread>

#include <tests/e2e/crash_writer.hpp>
#include <tests/e2e/installation.hpp>
#include <tests/e2e/topology.hpp>

// SIGKILL at random moments under load, and what must hold after each restart.
//   CLEAVE_CRASHES says how many, instead of 300; CLEAVE_SEED from which seed.
using namespace e2e;

namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::microseconds;
using std::chrono::milliseconds;

// From the start of the process, recovery included; with a server's, where one connects to it, and
// of nine processes at once, on whatever machine, where it is split.
milliseconds settled_max() {
  if (is_split()) return milliseconds{60'000};
  return milliseconds{on_postgres() ? 10'000 : 2'000};
}
constexpr int life_us_max = 60'000;
constexpr int start_us_max = 60'000;
constexpr int writers_at_once = 4;

int number_from(const char* variable, int otherwise) {
  const char* text = std::getenv(variable);
  return text == nullptr ? otherwise : std::atoi(text);
}

class Crashes : public Installation {
 protected:
  Crashes() {
    for (int i = 0; i < writers_at_once; ++i) {
      writers_.emplace_back(i, seed_ * 1000 + static_cast<unsigned>(i));
    }
  }

  // One life: up, settled, all that was answered before is there; then load, until SIGKILL.
  void live() {
    const auto began = Clock::now();
    auto& client = start();
    demand(becomes([this] { return settled(); }), "the followers do not settle");
    settled_longest_ = std::max(settled_longest_, Clock::now() - began);
    check(client);
    std::vector<std::thread> threads;
    std::vector<std::exception_ptr> failures(writers_.size());
    auto& up = server();
    for (std::size_t i = 0; i < writers_.size(); ++i) {
      threads.emplace_back([this, i, &failures, &up] {
        try {
          writers_[i].write(up);
        } catch (...) {
          failures[i] = std::current_exception();
        }
      });
    }
    sleep(life_us_max);
    up.kill();
    for (auto& thread : threads) thread.join();
    end();
    for (const auto& failure : failures) {
      if (failure) std::rethrow_exception(failure);
    }
    walk();
  }

  // A life that ends before it could serve anybody.
  void die_young() {
    Child child{serve_program(home())};
    sleep(start_us_max);
    child.signal(SIGKILL);
    child.wait(milliseconds{60'000});
    if (on_postgres() || std::filesystem::exists(data() / "user.db")) walk();
  }

  void check(Client& client) {
    for (auto& writer : writers_) writer.close_open_write(client);
    demand(becomes([this] { return settled(); }), "the followers do not settle");
    for (auto& writer : writers_) writer.look(client);
  }

  void walk() {
    user_log_.go_on();
    billing_log_.go_on();
  }

  // In the end: both databases, from their first row to their last.
  void check_everything() {
    auto& client = start();
    demand(becomes([this] { return settled(); }), "the followers do not settle");
    check(client);
    demand(stop() == 0, "the server does not stop in order");
    LogWalk user{as_superuser(data(), "user")};
    LogWalk billing{as_superuser(data(), "billing")};
    user.go_on();
    billing.go_on();
    demand_agreement(user, billing);
    std::size_t user_events = 0;
    std::size_t profile_events = 0;
    for (const auto& writer : writers_) {
      writer.compare(user, billing);
      user_events += writer.user_events();
      profile_events += writer.profile_events();
    }
    demand(user.events_of("user") == user_events, "the log holds users that nobody wrote");
    demand(billing.events_of("billing_profile") == profile_events,
           "the log holds billing profiles that nobody wrote");
  }

  void report(int lives) {
    std::size_t acknowledged = 0;
    std::size_t found = 0;
    std::size_t lost = 0;
    for (const auto& writer : writers_) {
      acknowledged += writer.acknowledged();
      found += writer.found();
      lost += writer.lost();
    }
    const auto longest = std::chrono::duration_cast<milliseconds>(settled_longest_).count();
    std::cout << lives << " kills, " << acknowledged << " writes acknowledged, none lost; of "
              << found + lost << " writes without an answer " << found << " had taken effect and "
              << lost << " had not; settled at most " << longest << " ms after a start\n";
    EXPECT_LE(longest, settled_max().count());
    if (lives < 100) return;
    EXPECT_GT(found, 0U) << "no kill fell between a commit and its answer";
    EXPECT_GT(lost, 0U) << "no kill fell before a commit";
  }

  unsigned seed_ = static_cast<unsigned>(number_from("CLEAVE_SEED", 1));

 private:
  void sleep(int us_max) {
    std::this_thread::sleep_for(microseconds{random_() % static_cast<unsigned>(us_max)});
  }

  std::mt19937 random_{seed_};
  std::vector<CrashWriter> writers_;
  LogWalk user_log_{as_superuser(data(), "user")};
  LogWalk billing_log_{as_superuser(data(), "billing")};
  Clock::duration settled_longest_{0};
};

TEST_F(Crashes, LoseNothingThatWasAcknowledgedAndLeaveNothingByHalf) {
  const int lives = number_from("CLEAVE_CRASHES", 300);
  int life = 0;
  try {
    for (; life < lives; ++life) {
      if (life % 8 == 7) die_young();
      else live();
    }
    check_everything();
    report(lives);
  } catch (const std::exception& violation) {
    FAIL() << "after life " << life << " from seed " << seed_ << ": " << violation.what();
  }
}

}  // namespace
