#include <app/demo_tour.hpp>

#include <algorithm>
#include <thread>

#include <adapters/cli/stop.hpp>
#include <app/demo_import.hpp>
#include <app/demo_interrupt.hpp>
#include <app/demo_watch.hpp>

namespace app::demo {
namespace {

using namespace std::chrono_literals;

constexpr auto settle_max = 60s;
constexpr auto glance = 5ms;
constexpr std::size_t changes = 20;  // of each kind, in the third chapter

std::string number(std::uint64_t count) { return cli::grouped(static_cast<std::int64_t>(count)); }

std::string behind(const Follower& follower) {
  if (follower.lag_events == 0) return "in step";
  return "behind by " + count_text(follower.lag_events, "event") + ", " +
         std::to_string(follower.lag_ms) + " ms";
}

}  // namespace

Tour::Tour(Installation& installation, std::uint64_t users, Display& display)
    : installation_(installation), users_wanted_(users), display_(display) {}

Totals Tour::run() {
  start();
  import();
  both_ways();
  plant_poison();
  kill_under_load();
  queue_behind();
  release();
  subscribe();
  pass_a_month();
  pay_by_hand();
  audit();
  finish();
  return std::move(totals_);
}

Tour::Clock::duration Tour::start_installation() {
  const auto begun = Clock::now();
  client_.reset();
  installation_.start();
  client_.emplace(installation_);
  return Clock::now() - begun;
}

Tour::Clock::duration Tour::settle(Clock::time_point since) {
  const auto deadline = Clock::now() + settle_max;
  const auto holds_all = [this](const Sync& sync) {
    if (!load_) return true;
    return std::ranges::all_of(load_->ledger().heads, [&sync](const auto& said) {
      const auto log = sync.heads.find(said.first);
      return log != sync.heads.end() && log->second >= said.second;
    });
  };
  for (;;) {
    const auto sync = sync_of(*client_);
    if (sync.is_settled() && holds_all(sync)) return Clock::now() - since;
    if (Clock::now() > deadline) {
      throw cli::Stop(cli::ExitCode::internal, "the modules did not come into step again",
                      "read " + installation_.facts().output.string());
    }
    Interrupt::check();
    std::this_thread::sleep_for(glance);
  }
}

void Tour::start() {
  display_.chapter("What it is done on");
  const auto took = start_installation();
  for (const auto& line : installation_.facts().description) display_.say(line.label, line.text);
  display_.say("", "serving after " + duration_text(took));
  settle(Clock::now());
  first_user_event_ = sync_of(*client_).user_head();
}

// Since the first user, every event of user's log was one registration.
std::vector<Line> Tour::import_lines(const Sync& sync) const {
  const auto users = sync.user_head() - first_user_event_;
  const auto at = sync.billing().offset;
  const auto customers = at - std::min(at, first_user_event_);
  const auto width = number(users_wanted_).size();
  const auto padded = [width](std::uint64_t count) {
    const auto text = number(count);
    return std::string(width > text.size() ? width - text.size() : 0, ' ') + text;
  };
  return {{"user", bar(users, users_wanted_) + ' ' + padded(users) + " users"},
          {"billing", bar(customers, users_wanted_) + ' ' + padded(customers) +
                             " customers, " + behind(sync.billing())}};
}

void Tour::import() {
  display_.chapter("Import " + count_text(users_wanted_, "user") + " over HTTP, " +
                   std::to_string(Import::rows_per_request) + " per request");
  const auto begun = Clock::now();
  Import import{installation_, users_wanted_};
  Follower furthest;
  while (!import.ended()) {
    const auto sync = sync_of(*client_);
    if (sync.billing().lag_events >= furthest.lag_events) furthest = sync.billing();
    display_.live(import_lines(sync));
    Interrupt::check();
    std::this_thread::sleep_for(glance);
  }
  const auto ended = Clock::now();
  users_ = import.result();
  const auto later = settle(ended);
  display_.last(import_lines(sync_of(*client_)));
  const auto seconds = std::chrono::duration<double>(ended - begun).count();
  const auto rate = static_cast<std::uint64_t>(static_cast<double>(users_.size()) / seconds);
  display_.say("", count_text(users_.size(), "user") + " in " + duration_text(ended - begun) +
                       ", " + number(rate) + " a second. Billing was at most " +
                       count_text(furthest.lag_events, "event") +
                       " behind, and had the last user " + duration_text(later) +
                       " after its answer");
  const auto all = compare(*client_, {});
  display_.check(all.users == users_wanted_ && all.equal == all.users && all.unlike.empty(),
                 "both lists read to their end: " + count_text(all.users, "user") + ", " +
                     count_text(all.customers, "customer") + ", each like the other");
}

Tour::Clock::duration Tour::rename(const std::string& user, const std::string& name) {
  const auto answer = client_->send("PATCH", "/v1/users/" + user, {{"display_name", name}});
  const auto answered = Clock::now();
  const auto copy = client_->get("/v1/customers/" + customer_of(user), {}, answer.position);
  const auto took = Clock::now() - answered;
  if (text_of(copy.body, "display_name") == name) return took;
  throw cli::Stop(cli::ExitCode::internal,
                  "billing's copy of " + user + " is not what the position promises");
}

void Tour::both_ways() {
  display_.chapter("Facts flow both ways");
  Clock::duration slowest{0};
  for (std::size_t i = 0; i < changes; ++i) {
    slowest = std::max(slowest, rename(users_[i], "Renamed " + std::to_string(i)));
  }
  std::size_t known = 0;
  for (std::size_t i = 0; i < changes; ++i) {
    const auto& user = users_[i];
    const auto set = client_->send("PATCH", "/v1/customers/" + customer_of(user),
                                   {{"currency", "eur"}});
    const auto answered = Clock::now();
    const auto back = client_->get("/v1/users/" + user + "/billing", {}, set.position);
    slowest = std::max(slowest, Clock::now() - answered);
    known += text_of(back.body, "currency") == "eur" ? 1U : 0U;
  }
  const auto& last = users_[changes - 1];
  display_.say("to user", "PATCH /v1/users/" + last + " {\"display_name\":...}");
  display_.say("to billing",
               "PATCH /v1/customers/" + customer_of(last) + " {\"currency\":\"eur\"}");
  display_.say("user says", "GET /v1/users/.../billing: currency \"eur\", from its own copy");
  display_.check(known == changes,
                 count_text(changes, "profile") + " and " + std::to_string(changes) +
                     " currencies changed; each was seen on the other side at most " +
                     duration_text(slowest) + " after its answer");
  watch_live(users_[changes]);
}

void Tour::watch_live(const std::string& user) {
  Watch watch{installation_, user};
  const bool watches = watch.told("watching").has_value();
  client_->send("PATCH", "/v1/users/" + user, {{"display_name", "Watched"}});
  const auto renamed = Clock::now();
  const auto at_user = watch.told("user.profile_updated");
  client_->send("PATCH", "/v1/customers/" + customer_of(user), {{"currency", "eur"}});
  const auto opened = Clock::now();
  const auto at_billing = watch.told("billing.profile_opened");
  if (!display_.check(watches && at_user && at_billing,
                      "who watches GET /v1/users/.../live is told of both modules' changes")) {
    return;
  }
  const auto slower = std::max(*at_user - renamed, *at_billing - opened);
  display_.say("live", slower <= Clock::duration{0}
                           ? "before their answers were here"
                           : "at most " + duration_text(slower) + " after their answers");
}

std::vector<Line> Tour::load_lines(const Sync& sync, const Load& load) const {
  const auto& billing = sync.billing();
  return {{"callers", std::to_string(Load::callers) + " at once, " +
                          count_text(load.acknowledged(), "write") + " acknowledged"},
          {"user", "log at " + number(sync.user_head())},
          {"billing", behind(billing) + "; " + count_text(billing.parked_keys, "key") +
                             (billing.parked_keys == 1 ? " waits" : " wait")}};
}

void Tour::finish() {
  display_.chapter("The logs, from their first event to their last");
  const auto user = count_log(*client_, "user/0");
  const auto billing = count_log(*client_, "billing/0");
  totals_.events = user.events + billing.events;
  display_.check(user.dense && billing.dense,
                 number(user.events) + " events of user and " + number(billing.events) +
                     " of billing, numbered without a gap");
  display_.check(user.registrations == totals_.agreement.users,
                 count_text(user.registrations, "registration") + " for " +
                     count_text(totals_.agreement.users, "user"));
  display_.check(true, installation_.stop());
}

}  // namespace app::demo
