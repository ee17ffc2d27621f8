#include <tests/e2e/torture.hpp>

#include <algorithm>
#include <csignal>
#include <exception>
#include <iostream>
#include <thread>

#include <adapters/sql/query.hpp>

#include <tests/e2e/installation.hpp>

namespace e2e {
namespace {

using std::chrono::duration_cast;
using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr std::size_t writers = 4;
constexpr seconds come_up_max{60};
constexpr seconds finish_max{60};
constexpr seconds settle_max{60};
constexpr milliseconds settle_promised{2'000};
constexpr milliseconds answer_max{8'000};

}  // namespace

Torture::Torture(Plan plan)
    : plan_(plan),
      random_(static_cast<std::minstd_rand::result_type>(plan.seed)),
      servers_(plan.split),
      user_(servers_.database("user")),
      billing_(servers_.database("billing")) {
  const auto doors = [this](std::size_t which) -> std::optional<Client> {
    auto all = servers_.doors();
    auto& door = *all[which % all.size()];
    const auto url = door.address();
    if (!url) return std::nullopt;
    return Client{*url, key_, answer_max};
  };
  for (std::size_t i = 0; i < writers; ++i) {
    writers_.emplace_back(static_cast<int>(i), plan.seed * 1000 + i, doors);
  }
}

void Torture::run() {
  std::cout << "torture from seed " << plan_.seed << (plan_.split ? ", split" : ", two instances")
            << ", for " << plan_.time.count() << " s\n";
  servers_.wait_until_up(come_up_max);
  // One key for all doors: whose a repeat is, its key says.
  const auto& door = *servers_.doors().front();
  Client admin{door.address().value(), door.key()};
  const auto made =
      admin.post("/v1/keys", bj::object{{"name", "torture"}, {"scopes", bj::array{"admin"}}});
  demand(made.status == 201, "no key is made: " + made.text);
  key_ = made.at("token");
  try {
    while (rounds_ == 0 || Clock::now() - begin_ < plan_.time) live_round(++rounds_);
  } catch (const Violation& violation) {
    throw Violation("round " + std::to_string(rounds_) + ":" + struck_ + ": " + violation.what() +
                    "; behind: " + servers_.behind() + servers_.last_words());
  }
  report();
}

void Torture::live_round(int round) {
  struck_.clear();
  std::atomic<bool> stop = false;
  std::vector<std::thread> threads;
  std::vector<std::exception_ptr> failures(writers_.size());
  std::size_t at = 0;
  for (auto& writer : writers_) {
    threads.emplace_back([&stop, &writer, &failure = failures[at++]] {
      try {
        writer.write(stop, finish_max);
      } catch (...) {
        failure = std::current_exception();
      }
    });
  }
  const auto end_load = [&] {
    stop = true;
    for (auto& thread : threads) thread.join();
    threads.clear();
  };
  try {
    wait(ms{200}, ms{600});
    const int strikes = 1 + static_cast<int>(random_() % 3);
    for (int i = 0; i < strikes; ++i) strike();
    servers_.heal();
    servers_.wait_until_up(come_up_max);
    wait(ms{200}, ms{600});
  } catch (...) {
    end_load();
    throw;
  }
  end_load();
  for (const auto& failure : failures) {
    if (failure) std::rethrow_exception(failure);
  }
  const auto took = settle();
  check();
  std::size_t done = 0;
  std::size_t repeated = 0;
  for (const auto& writer : writers_) {
    done += writer.done();
    repeated += writer.repeated();
  }
  const auto passed = duration_cast<seconds>(Clock::now() - begin_).count();
  std::cout << '[' << passed << " s] round " << round << ":" << struck_ << "; " << done
            << " writes done, " << repeated << " of them not at once; settled " << took.count()
            << " ms after the last\n"
            << std::flush;
}

void Torture::wait(ms least, ms most) {
  std::this_thread::sleep_for(least + ms{random_() % static_cast<std::uint64_t>(
                                                         (most - least).count() + 1)});
}

void Torture::say(const std::string& what) { struck_ += (struck_.empty() ? " " : ", ") + what; }

Tortured& Torture::any() {
  auto& all = servers_.processes();
  return *all[random_() % all.size()];
}

void Torture::strike() {
  ++strikes_;
  switch (random_() % 8) {
    case 0:
    case 1:
    case 2: strike_process(); break;
    case 3:
    case 4: strike_way(); break;
    case 5: strike_postgres(); break;
    default: strike_broker(); break;
  }
}

void Torture::strike_process() {
  auto& process = any();
  const auto kind = random_() % 4;
  if (kind == 3) {
    const auto time = freeze_time();
    say(process.name + " frozen for " + std::to_string(time.count()) + " ms");
    process.freeze();
    wait(time, time);
    process.thaw();
    return;
  }
  say(process.name + (kind == 2 ? " stopped" : " killed"));
  process.kill(kind == 2 ? SIGTERM : SIGKILL);
  wait(ms{0}, ms{1'500});
  process.start();
  wait(ms{0}, ms{1'000});
}

void Torture::strike_way() {
  auto& process = any();
  const bool database = process.part != "gateway" && random_() % 2 == 0;
  auto& way = database ? process.to_database : process.to_broker;
  const auto which = process.name + "'s way to " + (database ? "its database " : "the broker ");
  switch (random_() % 4) {
    case 0:
      say(which + "cut");
      for (int cuts = 0; cuts < 5; ++cuts) {
        way.cut();
        wait(ms{20}, ms{200});
      }
      return;
    case 1:
      say(which + "refused");
      way.refuse();
      wait(ms{300}, ms{3'000});
      return way.refuse_no_more();
    case 2:
      say(which + "slow");
      way.delay(ms{20});
      wait(ms{500}, ms{2'000});
      return way.delay(ms{0});
    default: break;
  }
  const auto half = random_() % 2 == 0 ? test::TcpProxy::Way::to_client
                                       : test::TcpProxy::Way::to_server;
  say(which + "half open");
  way.swallow(half, true);
  wait(ms{500}, ms{6'000});
  way.swallow(half, false);
}

void Torture::strike_postgres() {
  if (random_() % 2 == 0) {
    say("PostgreSQL crashed");
    servers_.postgres.crash();
    servers_.postgres_runs = false;
    wait(ms{0}, ms{1'500});
    servers_.postgres.start();
    servers_.postgres_runs = true;
    return;
  }
  say("PostgreSQL ended its sessions");
  for (int times = 0; times < 5; ++times) {
    sql::Session session{servers_.database("public"), sql::Access::reader};
    session.run(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        "WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()");
    wait(ms{50}, ms{400});
  }
}

void Torture::strike_broker() {
  auto& broker = servers_.broker;
  const auto kind = random_() % 4;
  if (kind == 0) {
    const auto time = freeze_time();
    say("the broker frozen for " + std::to_string(time.count()) + " ms");
    broker.freeze();
    wait(time, time);
    return broker.thaw();
  }
  say(kind == 1 ? "the broker killed" : kind == 2 ? "the broker stopped" : "the broker wiped");
  servers_.broker_runs = false;
  if (kind == 2) {
    broker.stop();
  } else {
    broker.kill();
  }
  if (kind == 3) broker.wipe();
  wait(ms{0}, ms{2'000});
  broker.start();
  servers_.broker_runs = true;
}

// How long after the last write all followers had it.
Torture::ms Torture::settle() {
  auto last = begin_;
  for (const auto& writer : writers_) last = std::max(last, writer.last_done_at());
  std::string behind;
  const bool settled = becomes(
      [&] {
        behind = servers_.behind();
        return behind.empty();
      },
      settle_max);
  demand(settled, "a follower does not settle: " + behind);
  const auto took = duration_cast<ms>(Clock::now() - last);
  settled_longest_ = std::max(settled_longest_, took);
  if (took > settle_promised) ++settled_late_;
  return took;
}

// Nothing acknowledged is lost, nothing is there twice, the copies are equal, the logs are whole.
void Torture::check() {
  user_.go_on();
  billing_.go_on();
  demand_agreement(user_, billing_);
  std::size_t user_events = 0;
  std::size_t profile_events = 0;
  for (const auto& writer : writers_) {
    writer.compare(user_, billing_);
    user_events += writer.user_events();
    profile_events += writer.profile_events();
  }
  demand(user_.events_of("user") == user_events, "the log holds users that nobody wrote");
  demand(billing_.events_of("billing_profile") == profile_events,
         "the log holds billing profiles that nobody wrote");
}

void Torture::report() {
  std::cout << rounds_ << " rounds, " << strikes_ << " faults, "
            << user_.head().offset + billing_.head().offset << " events from seed " << plan_.seed
            << ": nothing acknowledged was lost, nothing is there twice, the copies are equal; "
            << "settled at most " << settled_longest_.count() << " ms after the last write, in "
            << rounds_ - settled_late_ << " of " << rounds_ << " rounds within "
            << settle_promised.count() << " ms";
  if (servers_.ended_by_themselves > 0) {
    std::cout << "; " << servers_.ended_by_themselves
              << " processes ended by themselves, and were started again";
  }
  std::cout << std::endl;
}

}  // namespace e2e
