#include <algorithm>
#include <utility>

#include <boost/json.hpp>

#include <adapters/cli/stop.hpp>
#include <app/demo_audit.hpp>
#include <app/demo_month.hpp>
#include <app/demo_tour.hpp>
#include <app/demo_wait.hpp>

namespace app::demo {
namespace {

using namespace std::chrono_literals;

constexpr auto payments_max = 30s;
constexpr auto run_max = 60s;
// A day more: invoices are drafts for an hour, whatever time of the day it is.
constexpr auto month = "P1M1D";

// "2026-12-21T01:00:00.000Z": "2026-12-21 01:00"
std::string minute_of(const std::string& instant) {
  return instant.substr(0, 10) + ' ' + instant.substr(11, 5);
}

// Whether the subscriptions of these users, and no other, are of that status, and entitle or not.
bool are(const Books& books, const std::vector<std::string>& users, std::string_view status,
         bool entitled) {
  const auto theirs = [&](const Subscription& is) {
    return is.status == status && is.entitled == entitled &&
           std::ranges::find(users, is.user) != users.end();
  };
  const auto found = std::ranges::count_if(books.subscriptions, theirs);
  return std::cmp_equal(found, users.size()) &&
         count_of(books.subscriptions, status) == users.size();
}

}  // namespace

void Tour::await_payments() {
  const bool none = becomes(
      [this] {
        const auto page = client_->get("/v1/payments", {{"status", "pending"}, {"limit", "1"}});
        return list_of(page.body, "data").empty();
      },
      payments_max);
  if (none) return;
  throw cli::Stop(cli::ExitCode::internal, "payments stay pending",
                  "read " + installation_.facts().output.string());
}

void Tour::subscribe() {
  auto& subscribers = subscribers_.emplace(users_);
  const auto all = subscribers.users().size();
  display_.chapter(count_text(all, "user") + " subscribe");
  subscribers.open_shop(*client_);
  display_.say(
      "sold",
      "Cleave Pro, with \"reports\" and \"priority_support\": 29.00 EUR a month, or 299.00 "
      "USD a year");
  const auto begun = Clock::now();
  const auto lines = [all](std::size_t done) {
    return std::vector<Line>{
        {"billing", bar(done, all) + ' ' + count_text(done, "subscription")}};
  };
  subscribers.subscribe(*client_, [&](std::size_t done) { display_.live(lines(done)); });
  display_.last(lines(all));
  const auto answered = Clock::now();
  await_payments();
  display_.say("", std::to_string(subscribers.by_the_year().size()) + " by the year, " +
                       std::to_string(subscribers.on_trial().size()) + " with a trial; in " +
                       duration_text(answered - begun) + ", and the last card was charged " +
                       duration_text(Clock::now() - answered) + " after the last answer");
  check_first_payments(books_of(*client_));
}

void Tour::check_first_payments(const Books& books) {
  const auto declined = subscribers_->users_of("sim_declined");
  const auto theirs = [&declined](const Subscription& is) {
    return std::ranges::find(declined, is.user) != declined.end();
  };
  const bool incomplete = std::ranges::all_of(books.subscriptions, [&](const Subscription& is) {
    return !theirs(is) || (is.status == "incomplete" && !is.entitled);
  });
  display_.check(incomplete && count_of(books.payments, "failed") == declined.size(),
                 count_text(declined.size(), "card") +
                     " declined: subscriptions that are incomplete, and entitle to nothing");
  check_answer_is_lost(books);
}

// The gateway took the money, and billing did not hear of it.
void Tour::check_answer_is_lost(const Books& books) {
  const auto asked = [](const Payment& payment) {
    return payment.method.starts_with("sim_timeout_charged");
  };
  const auto payment = std::ranges::find_if(books.payments, asked);
  if (payment != books.payments.end()) lost_ = payment->id;
  const auto record = std::ranges::find(books.records, lost_, &Record::payment);
  display_.check(!lost_.empty() && payment->look_ups > 0 && record != books.records.end() &&
                     record->charges == 1 && record->captures == 1,
                 "one answer of the gateway got lost: it has taken the money; billing, which "
                 "cannot know, calls that payment unknown, and does not charge it again");
}

std::vector<Line> Tour::month_lines(const Month& passes, const Run& run) {
  const auto days = passes.days_at(run.reached);
  return {{"clock", bar(days, passes.days()) + ' ' + minute_of(run.reached) + ", " + run.phase}};
}

// What is watched for is told at once, and not drawn before.
Run Tour::watch(const Month& passes, Run run, const Seen& there) {
  const bool ended = becomes(
      [&] {
        run = look_at(*client_, run);
        if (run.ended() || there(run)) return true;
        display_.live(month_lines(passes, run));
        return false;
      },
      run_max);
  if (ended) return run;
  throw cli::Stop(cli::ExitCode::internal, "the month does not pass",
                  "read " + installation_.facts().output.string());
}

Run Tour::kill_in(const Month& passes, Run run, const Seen& there) {
  run = watch(passes, std::move(run), there);
  const auto who = installation_.kill_who_knows(run_path(run.id));
  ++totals_.kills;
  display_.last(month_lines(passes, run));
  const auto up = start_installation();
  auto done = count_text(run.issued, "invoice");
  if (run.advanced > 0) done = count_text(run.advanced, "subscription") + " and " + done;
  display_.say("SIGKILL", who + ", on " + minute_of(run.reached) + " of billing's time, after " +
                              done + " of this run; all serve again " + duration_text(up) +
                              " later, and billing is told once more where to go");
  return go_on(*client_, passes.to);
}

void Tour::pass_a_month() {
  display_.chapter("A month passes, and whoever bills it is killed, twice");
  auto& subscribers = *subscribers_;
  subscribers.change_cards(*client_);
  const auto begun = Clock::now();
  auto run = advance_clock(*client_, month);
  const Month passes{run.from, run.as_of};
  display_.say("asked for", "POST /v1/billing/clock/advance {\"by\":\"" + std::string{month} +
                                "\"}: to " + minute_of(run.as_of));
  // Those who never paid expire before, and trials end; then periods do.
  const auto before = subscribers.users_of("sim_declined").size() + subscribers.on_trial().size();
  run = kill_in(passes, std::move(run), [before](const Run& is) { return is.advanced > before; });
  run = kill_in(passes, std::move(run), [](const Run& is) { return is.issued > 0; });
  run = watch(passes, std::move(run), [](const Run&) { return false; });
  display_.last(month_lines(passes, run));
  await_payments();
  display_.check(run.status == "finished" && run.problems == 0,
                 "the month has passed, in " + duration_text(Clock::now() - begun) +
                     " with both crashes: " + run.status + ", " +
                     count_text(run.problems, "problem") + run.failure);
  check_second_payments(books_of(*client_));
}

void Tour::check_second_payments(const Books& books) {
  auto declined = subscribers_->users_of("sim_insufficient_funds");
  const auto once = subscribers_->users_of("sim_declines_once");
  declined.insert(declined.end(), once.begin(), once.end());
  display_.check(are(books, declined, "past_due", true),
                 count_text(declined.size(), "card") +
                     " declined this time: subscriptions that are past due, and still entitle");
  const auto unpaid = subscribers_->users_of("sim_declined");
  display_.check(are(books, unpaid, "incomplete_expired", false) &&
                     count_of(books.invoices, "void") == unpaid.size(),
                 count_text(unpaid.size(), "subscription") +
                     " that nobody ever paid for expired, and their invoices are void");
}

void Tour::pay_by_hand() {
  const auto users = subscribers_->users_of("sim_declines_once");
  for (const auto& user : users) {
    Pages open{*client_, "/v1/invoices", {{"user_id", user}, {"status", "open"}}};
    while (const auto invoice = open.next()) {
      const auto id = text_of(*invoice, "id");
      client_->send("POST", "/v1/invoices/" + id + "/pay", {}, "demo-pay-" + id);
    }
  }
  await_payments();
  std::size_t active = 0;
  for (const auto& user : users) {
    Pages theirs{*client_, "/v1/subscriptions", {{"user_id", user}, {"status", "active"}}};
    active += theirs.next() ? 1U : 0U;
  }
  display_.check(!users.empty() && active == users.size(),
                 count_text(users.size(), "card") +
                     " charged once more, by hand: these subscriptions are active again");
}

}  // namespace app::demo
