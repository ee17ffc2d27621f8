#include <gtest/gtest.h>

#include <cstring>
#include <random>
#include <thread>

#include <adapters/sql/query.hpp>
#include <tests/instances/witness.hpp>
#include <tests/support/postgres.hpp>
#include <tests/support/tcp_proxy.hpp>
#include <tests/support/temp_folder.hpp>

// Two instances reach their PostgreSQL over a way that is cut, half open, or slow.

namespace instances {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;
using Way = test::TcpProxy::Way;

class OverABadWay : public testing::Test {
 protected:
  sql::Postgresql over(const test::TcpProxy& proxy, const std::string& schema) const {
    return {.conninfo = "host=127.0.0.1 port=" + std::to_string(proxy.port()) +
                        " user=postgres dbname=postgres sslmode=disable",
            .schema = schema};
  }
  sql::Postgresql straight(const std::string& schema) const {
    return {.conninfo = server.conninfo(), .schema = schema};
  }
  Stores through(const test::TcpProxy& proxy) const {
    return {over(proxy, user), over(proxy, billing)};
  }
  // An instance with two clients, over that way.
  Instance& live(const Stores& at, int clients = 2) {
    Plan plan;
    plan.clients = clients;
    plan.answers = folder.path() / std::to_string(all.size());
    one.still();
    two.still();
    all.push_back(std::make_unique<Instance>(at, plan));
    one.go_on();
    two.go_on();
    return *all.back();
  }
  template <class Condition>
  bool wait_until(Condition condition) {
    const auto deadline = steady_clock::now() + patience;
    while (!condition() && steady_clock::now() < deadline) {
      std::this_thread::sleep_for(milliseconds{10});
    }
    return condition();
  }
  static bool writes_on(const Instance& instance, std::size_t more) {
    const auto before = instance.registered();
    const auto deadline = steady_clock::now() + patience;
    while (instance.registered() < before + more && steady_clock::now() < deadline) {
      std::this_thread::sleep_for(milliseconds{10});
    }
    return instance.registered() >= before + more;
  }
  // All end in order; then what they answered is held against what is there.
  void end_and_judge() {
    std::vector<Answer> answers;
    for (auto& instance : all) {
      EXPECT_TRUE(instance->stop());
      for (auto& answer : instance->answers()) answers.push_back(std::move(answer));
    }
    const Stores at{straight(user), straight(billing)};
    Witness witness{at};
    Plan quiet;
    quiet.clients = 0;
    quiet.answers = folder.path() / "quiet";
    one.still();
    two.still();
    const auto begin = steady_clock::now();
    Instance last{at, quiet};
    EXPECT_TRUE(wait_until([&] { return witness.followed() == witness.head().offset; }));
    std::cout << "settled "
              << std::chrono::duration_cast<milliseconds>(steady_clock::now() - begin).count()
              << " ms after a start, at " << witness.head().offset << " events\n";
    EXPECT_TRUE(last.stop());
    witness.judge(answers);
  }

  const test::Postgres& server = test::Postgres::running();
  const std::string socket = server.host() + "/.s.PGSQL.5432";
  const std::string user = test::Postgres::fresh_schema();
  const std::string billing = test::Postgres::fresh_schema();
  const test::TempFolder folder;
  test::TcpProxy one{socket};
  test::TcpProxy two{socket};
  std::vector<std::unique_ptr<Instance>> all;
};

// The server did commit, and its word is lost: neither may the client hear "no", nor the log hold
// the event twice.
TEST_F(OverABadWay, ACommitWhoseReplyIsLostIsAnsweredByWhatTheLogHolds) {
  auto& straight_one = live({straight(user), straight(billing)});
  ASSERT_TRUE(writes_on(straight_one, 20));
  auto& first = live(through(one));
  ASSERT_TRUE(writes_on(first, 20));
  constexpr int cuts = 12;
  one.cut_at(Way::to_client, std::string{"COMMIT\0", 7}, cuts);
  EXPECT_TRUE(wait_until([&] { return one.cuts() == cuts; }));
  EXPECT_TRUE(writes_on(first, 20));
  end_and_judge();
}

TEST_F(OverABadWay, CutsAtAnyMomentLoseNothingAndDoubleNothing) {
  auto& first = live(through(one));
  ASSERT_TRUE(writes_on(first, 20));
  auto& second = live(through(two));
  ASSERT_TRUE(writes_on(second, 20));
  std::minstd_rand random{7};
  for (int cuts = 0; cuts < 40; ++cuts) {
    std::this_thread::sleep_for(milliseconds{random() % 60});
    (random() % 2 == 0 ? one : two).cut();
  }
  one.delay(milliseconds{20});
  EXPECT_TRUE(writes_on(first, 5));
  EXPECT_TRUE(writes_on(second, 20));
  one.delay(milliseconds{0});
  end_and_judge();
}

struct HalfOpen {
  const char* name;
  Way way;
};

class AHalfOpenWay : public OverABadWay, public testing::WithParamInterface<HalfOpen> {};

// The one that leads hears nothing more, and nobody tells it. The other follows on; and when the
// way is whole again, the first one writes again.
TEST_P(AHalfOpenWay, IsNoticedAndTheOtherInstanceFollowsOn) {
  auto& first = live(through(one));
  ASSERT_TRUE(writes_on(first, 20));
  auto& second = live(through(two));
  ASSERT_TRUE(writes_on(second, 20));
  Witness witness{{straight(user), straight(billing)}};

  const auto began = steady_clock::now();
  one.swallow(GetParam().way, true);
  const auto at = witness.head().offset + 20;  // beyond what was on its way
  EXPECT_TRUE(wait_until([&] { return witness.followed() > at; }));
  std::cout << "followed on after "
            << std::chrono::duration_cast<milliseconds>(steady_clock::now() - began).count()
            << " ms\n";
  const auto heard = first.answers().size();
  EXPECT_TRUE(wait_until([&] { return first.answers().size() > heard; }))
      << "its clients are answered, without the server";
  std::cout << "its clients were answered after "
            << std::chrono::duration_cast<milliseconds>(steady_clock::now() - began).count()
            << " ms\n";
  one.swallow(GetParam().way, false);
  EXPECT_TRUE(writes_on(first, 20));
  end_and_judge();
}

INSTANTIATE_TEST_SUITE_P(While, AHalfOpenWay,
                         testing::Values(HalfOpen{"TheServerIsNotHeard", Way::to_client},
                                         HalfOpen{"TheServerHearsNothing", Way::to_server}),
                         [](const auto& which) { return which.param.name; });

}  // namespace
}  // namespace instances
