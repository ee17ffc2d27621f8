#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <fstream>
#include <condition_variable>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <sys/resource.h>

#include <adapters/gateway/billing/simulated_gateway.hpp>
#include <app/billing_part.hpp>
#include <app/core.hpp>
#include <app/options.hpp>
#include <app/process_driver.hpp>
#include <app/user_part.hpp>
#include <billing/application/billing_run.hpp>
#include <billing/application/collector.hpp>

// billing_bench: one billing run over many subscriptions, from draft to paid and posted.
//   billing_bench FOLDER SUBSCRIPTIONS
//     FOLDER is made anew: as many users, each trialing; then days pass, and a run ends their
//     trials. Everything that a server has runs beside it: user's and insight's followers, the
//     gateway with its own durable records, the collector.
// One line: invoices per second until the last is paid and posted, memory before and at most.
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;
using Millis = std::chrono::milliseconds;

constexpr std::size_t in_flight_max = 3000;

double resident_mib() {
  std::ifstream status{"/proc/self/status"};
  for (std::string word; status >> word;) {
    if (word != "VmRSS:") continue;
    double kib = 0;
    status >> kib;
    return kib / 1024;
  }
  return 0;
}

double cpu_seconds() {
  rusage used{};
  ::getrusage(RUSAGE_SELF, &used);
  const auto seconds = [](const timeval& at) {
    return static_cast<double>(at.tv_sec) + static_cast<double>(at.tv_usec) / 1e6;
  };
  return seconds(used.ru_utime) + seconds(used.ru_stime);
}

// Submits commands, a bounded number at once, and waits for the last.
class Feeder {
 public:
  Feeder(app::Core& core, sync::CommandQueue& queue) : core_(core), queue_(queue) {}

  template <class UseCase>
  void submit(const UseCase& use_case, typename UseCase::Command input) {
    {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, [this] { return waiting_ < in_flight_max; });
      ++waiting_;
    }
    auto said = std::make_shared<const typename UseCase::Command>(std::move(input));
    sync::Command command;
    command.origin = {core_.ids.next(), core_.clock.now(), "bench", ""};
    command.want = [&use_case, said] { use_case.want(*said); };
    command.decide = [&use_case, said]() -> shared::Result<std::string> {
      const auto done = use_case(*said);
      if (!done) return shared::refuse(done.error());
      return std::string{"{}"};
    };
    command.answer = [this](const sync::Outcome& outcome) {
      const std::scoped_lock lock(mutex_);
      if (outcome.refusal && refused_.empty()) refused_ = outcome.refusal->code;
      --waiting_;
      changed_.notify_all();
    };
    queue_.submit(std::move(command));
  }
  void wait() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return waiting_ == 0; });
    if (!refused_.empty()) throw std::runtime_error("refused: " + refused_);
  }

 private:
  app::Core& core_;
  sync::CommandQueue& queue_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::size_t waiting_ = 0;
  std::string refused_;
};

app::CoreOptions options_in(const fs::path& folder) {
  app::CoreOptions options;
  options.databases = app::grown(app::databases_in(folder.string()));
  options.lane.broken = [](const std::string& why) {
    std::fprintf(stderr, "a lane broke: %s\n", why.c_str());
    std::abort();
  };
  return options;
}

// Waits until every follower has what its source has.
void settle(app::Core& core) {
  std::promise<void> done;
  core.progress.wait(
      [](const os::Board& board) {
        return std::ranges::all_of(board.followers, [&board](const auto& follower) {
          const auto* source = board.log(follower.source);
          return source == nullptr || follower.offset >= source->head.offset;
        });
      },
      os::Progress::Clock::now() + std::chrono::minutes{10},
      [&done](os::WaitEnd) { done.set_value(); });
  done.get_future().wait();
}

void fill(app::Core& core, int subscriptions) {
  auto& user = core.the<app::UserPart>().host;
  auto& billing = core.the<app::BillingPart>().host;
  std::vector<user::UserId> users;
  Feeder registrations{core, user.lane.queue()};
  for (int i = 0; i < subscriptions; ++i) {
    const user::UserId id{core.ids.next()};
    users.push_back(id);
    registrations.submit(user.module.register_user,
                         {.id = id,
                          .at = core.clock.now(),
                          .email = "user" + std::to_string(i) + "@example.com",
                          .profile = {"User " + std::to_string(i), {}, "Europe/Berlin", {}}});
  }
  registrations.wait();
  settle(core);
  Feeder sales{core, billing.lane.queue()};
  const billing::ProductId product{core.ids.next()};
  const billing::PriceId price{core.ids.next()};
  sales.submit(billing.module.create_product,
               {product, {"Team", {}, std::vector<std::string>{"api"}}, core.clock.now()});
  sales.wait();
  sales.submit(billing.module.create_price,
               {price, product, "eur", "month", 1250, {}, core.clock.now()});
  sales.wait();
  for (const auto& id : users) {
    sales.submit(billing.module.set_billing_profile, {.id = {id.uuid},
                                                      .expected_version = {},
                                                      .currency = "eur",
                                                      .tax_id = {},
                                                      .address = {},
                                                      .payment_method = "sim_ok"});
    sales.submit(billing.module.subscribe, {{core.ids.next()},
                                            {core.ids.next()},
                                            {core.ids.next()},
                                            {id.uuid},
                                            price,
                                            1,
                                            1,
                                            core.clock.now()});
  }
  sales.wait();
  settle(core);
}

// So many days pass for billing; what time it is then.
shared::Instant advance_clock(app::Core& core, std::chrono::days by) {
  const auto at = core.clock.now();
  auto& billing = core.the<app::BillingPart>().host;
  Feeder feeder{core, billing.lane.queue()};
  feeder.submit(billing.module.advance_clock, {.to = at + by, .at = at});
  feeder.wait();
  return at + by;
}

std::size_t invoices_paid(app::BillingReads& reads) {
  std::size_t paid = 0;
  std::optional<billing::InvoiceId> after;
  for (bool more = true; more;) {
    const auto page = reads.invoices.page({{}, {}, billing::InvoiceStatus::paid}, after, 1000);
    paid += page.rows.size();
    if (!page.rows.empty()) after = page.rows.back().invoice.fields().id;
    more = page.has_more;
  }
  return paid;
}

void bench(const fs::path& folder, int subscriptions) {
  fs::remove_all(folder);
  fs::create_directories(folder);
  app::Core core{options_in(folder)};
  core.start();
  fill(core, subscriptions);

  const auto databases = app::databases_in(folder.string());
  gateway::SimulatedGateway gateway{databases.gateway, core.clock};
  app::BillingReads reads{databases.of("billing"), databases.gateway};
  app::BillingReads collecting{databases.of("billing"), databases.gateway};
  auto& billing = core.the<app::BillingPart>().host;
  app::ProcessDriver runs{"runs"};
  app::ProcessDriver collects{"collects"};
  app::LaneWorks run_works{billing.lane.queue(), runs, core.ids, core.clock};
  app::LaneWorks collect_works{billing.lane.queue(), collects, core.ids, core.clock};
  billing::Collector collector{{collecting.due, gateway, collect_works, core.clock,
                                billing.module.settle_payment},
                               {}};
  billing::BillingRun run{{reads.due, run_works, core.ids, core.clock, billing.module}, {}};
  std::promise<void> finished;
  bool told = false;
  double most = 0;
  runs.add([&] {
    const auto wait = run.step();
    most = std::max(most, resident_mib());
    if (run.finished() && !std::exchange(told, true)) finished.set_value();
    return wait;
  });
  collects.add([&] { return collector.step(); });

  const auto trials_over = advance_clock(core, std::chrono::days{3});
  const auto before = resident_mib();
  const auto cpu = cpu_seconds();
  const auto began = Clock::now();
  run.begin(trials_over, std::chrono::minutes{10});
  collects.start();
  runs.start();
  finished.get_future().wait();
  const auto seconds = std::chrono::duration<double>(Clock::now() - began).count();
  const auto cpu_used = cpu_seconds() - cpu;
  runs.stop();
  collects.stop();
  settle(core);
  const auto& progress = run.progress();
  const auto paid = invoices_paid(reads);
  if (!progress.failure.empty()) throw std::runtime_error(progress.failure);
  std::printf("billing_run invoices %lld paid %zu rate %.0f seconds %.2f cpu_us %.0f "
              "rss_before %.1f rss_most %.1f grown %.1f problems %lld\n",
              static_cast<long long>(progress.invoices_issued), paid,
              static_cast<double>(progress.invoices_issued) / seconds, seconds,
              cpu_used * 1e6 / static_cast<double>(progress.invoices_issued), before, most,
              most - before, static_cast<long long>(progress.problem_count));
  core.stop();
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    std::fputs("usage: billing_bench FOLDER SUBSCRIPTIONS\n", stderr);
    return 2;
  }
  try {
    bench(argv[1], std::atoi(argv[2]));
    return 0;
  } catch (const std::exception& failure) {
    std::fprintf(stderr, "billing_bench: %s\n", failure.what());
    return 1;
  }
}
