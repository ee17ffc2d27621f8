#include <chrono>
#include <random>
#include <thread>

#include <billing/domain/duration.hpp>

#include <tests/e2e/installation.hpp>
#include <tests/e2e/paying_users.hpp>

// Months of billing, in a real server: what the books, the gateway and the users' lives look like
// at the end, whatever happened on the way.
using namespace e2e;

namespace {

using Lives = std::map<std::string, std::vector<std::string>>;

constexpr int users = 40;
constexpr int kills = 30;

// Runs are made where they are asked for, so that both of two servers make the same; and time
// passes as it is told.
std::vector<std::string> by_hand(const std::filesystem::path& home) {
  write_file(home / "cleave.toml", "[billing]\nrun_every_seconds = 0\ntest_clock = true\n");
  return {"--config", home / "cleave.toml"};
}

shared::Instant billing_now(Client& client) {
  return shared::parse_rfc3339(client.get("/v1/billing/clock").at("now")).value();
}

// So many months and two days: as many periods have begun then wherever midnight is.
std::string behind(shared::Instant begin, int months) {
  return shared::to_rfc3339(billing::plus(begin, {.months = months, .days = 2}).value());
}

std::string first_life(const Lives& lives, std::string_view method) {
  for (const auto& [name, life] : lives) {
    if (!name.ends_with(method)) continue;
    std::string text;
    for (const auto& part : life) text += (text.empty() ? "" : ", ") + part;
    return text;
  }
  return "";
}

std::string months(int count, const std::string& status) {
  std::string text;
  for (int i = 0; i < count; ++i) text += ", subscription_cycle " + status + " 1900";
  return text;
}

class BillingRun : public Installation {};

TEST_F(BillingRun, MonthsPassAndEveryLifeIsAsItsPaymentMethodHasIt) {
  auto& client = start(by_hand(home()));
  const PayingUsers paying{client, users};
  advance_clock(client, behind(billing_now(client), 3));

  const auto lives = paying.lives(client);
  EXPECT_EQ(lives.size(), static_cast<std::size_t>(users));
  const std::string paid = "active, subscription_create paid 1900" + months(3, "paid");
  for (const auto* method :
       {"0 sim_ok", "sim_timeout_charged", "sim_timeout_lost", "sim_late", "sim_double"}) {
    EXPECT_EQ(first_life(lives, method), paid) << method;
  }
  const std::string expired = "incomplete_expired, subscription_create void 1900";
  EXPECT_EQ(first_life(lives, "sim_declined"), expired);
  EXPECT_EQ(first_life(lives, "sim_declines_once"), expired);
  EXPECT_EQ(lives.at("7 sim_ok").front(), "past_due");
  EXPECT_EQ(first_life(lives, "7 sim_ok"),
            "past_due, subscription_create paid 1900" + months(3, "open"));
  EXPECT_EQ(first_life(lives, "8 sim_ok"), "active" + months(3, "paid"));
  EXPECT_EQ(first_life(lives, "9 sim_ok"), "canceled, subscription_create paid 1900");
  EXPECT_EQ(paying.faults(client), std::vector<std::string>{});
  EXPECT_TRUE(becomes([this] { return settled(); }));
}

// Killer: lets time begin to pass, and waits for a random moment at which to kill.
class Killer {
 public:
  explicit Killer(unsigned seed) : random_{seed} {}

  // Whether the run was under way when the server was killed.
  bool strike(Client& client, const std::string& to) {
    const auto begun = client.post("/v1/billing/clock/advance", bj::object{{"to", to}});
    if (begun.status != 202) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds{random_() % 60});
    return client.get("/v1/billing/runs/" + begun.at("id")).at("status") == "running";
  }

 private:
  std::mt19937 random_;
};

TEST_F(BillingRun, KilledAtAnyMomentItEndsAsOneThatWasNot) {
  const auto options = by_hand(home());
  const auto seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  Killer killer{seed};
  start(options);
  const PayingUsers paying{admin(), users};
  const auto begin = billing_now(admin());
  for (int met = 0, life = 0; met < kills; ++life) {
    ASSERT_LT(life, 4 * kills) << "most kills must meet a run that is under way";
    // Always ten days ahead, so that there is always something to do.
    const auto to = shared::to_rfc3339(billing_now(admin()) + std::chrono::days{10});
    met += killer.strike(admin(), to) ? 1 : 0;
    kill();
    start(options);
  }
  const auto passed = std::chrono::duration_cast<std::chrono::days>(billing_now(admin()) - begin);
  const auto months = static_cast<int>(passed.count()) / 28 + 1;
  advance_clock(admin(), behind(begin, months));
  EXPECT_EQ(paying.faults(admin()), std::vector<std::string>{});
  EXPECT_TRUE(becomes([this] { return settled(); }));

  const test::TempFolder other;
  const Server twin{other.path(), by_hand(other.path())};
  auto client = twin.admin();
  const PayingUsers undisturbed{client, users};
  advance_clock(client, behind(billing_now(client), months));
  EXPECT_EQ(paying.lives(admin()), undisturbed.lives(client)) << months << " months";
}

TEST_F(BillingRun, TheCliAdvancesTimeAlsoWhereNoServerRuns) {
  const auto options = by_hand(home());
  start(options);
  const PayingUsers paying{admin(), 10};
  stop();
  const std::string folder = data();
  const auto advanced = run_cleave({"billing", "clock", "advance", "--by", "40d", "--yes",
                                    "--config", options.back(), "--data", folder, "--json"});
  ASSERT_EQ(advanced.exit, 0) << advanced.err;
  EXPECT_EQ(Json::parse(advanced.out).at("status"), "finished");
  EXPECT_EQ(run_cleave({"gateway", "records", "--data", folder}).exit, 0);
  start(options);
  EXPECT_EQ(first_life(paying.lives(admin()), "0 sim_ok"),
            "active, subscription_create paid 1900" + months(1, "paid"));
  EXPECT_EQ(paying.faults(admin()), std::vector<std::string>{});
}

TEST_F(BillingRun, WithoutItsSwitchTimeIsNotMovedButStaysWhereItHasGot) {
  start(by_hand(home()));
  advance_clock(admin(), behind(billing_now(admin()), 1));
  EXPECT_EQ(stop(), 0);
  auto& client = start();
  EXPECT_NE(read_file(home() / "err").find("billing's time was advanced"), std::string::npos);
  const auto ahead = [&] {
    return std::chrono::milliseconds{
        client.get("/v1/billing/clock").json().at("ahead_ms").number()};
  };
  EXPECT_GT(ahead(), std::chrono::days{20});
  EXPECT_EQ(client.post("/v1/billing/clock/advance", bj::object{{"by", "P1M"}}).code(),
            "billing.clock_not_for_tests");
  EXPECT_EQ(client.post("/v1/billing/runs").status, 202);
  EXPECT_GT(ahead(), std::chrono::days{20});
}

TEST_F(BillingRun, AClockThatWouldGoBackAndARunThatNobodyKnowsAreRefused) {
  auto& client = start(by_hand(home()));
  const auto advance = [&](const bj::object& body) {
    return client.post("/v1/billing/clock/advance", body).code();
  };
  EXPECT_EQ(advance({{"to", "2020-01-01T00:00:00Z"}}), "billing.clock_backwards");
  EXPECT_EQ(advance({{"to", "2226-01-01T00:00:00Z"}}), "billing.clock_too_far");
  EXPECT_EQ(advance({{"by", "P9999Y"}}), "billing.clock_too_far");
  EXPECT_EQ(advance({{"by", "a month"}}), "billing.duration_invalid");
  EXPECT_EQ(advance({}), "billing.clock_target_ambiguous");
  EXPECT_EQ(advance({{"by", "P1M"}, {"to", "2030-01-01T00:00:00Z"}}),
            "billing.clock_target_ambiguous");
  EXPECT_EQ(client.post("/v1/billing/runs", bj::object{{"as_of", "2226-01-01T00:00:00Z"}}).code(),
            "billing.as_of_too_far");
  EXPECT_EQ(client.get("/v1/billing/runs/run_unknown").code(), "billing.run_not_found");
  EXPECT_EQ(client.post("/v1/billing/runs").status, 202);
}

}  // namespace
