#include <app/demo_tour.hpp>

#include <algorithm>
#include <random>
#include <thread>

#include <boost/json.hpp>

#include <adapters/cli/problem.hpp>
#include <adapters/sql/billing/planted_refusal.hpp>
#include <app/demo_interrupt.hpp>
#include <app/demo_wait.hpp>

namespace app::demo {
namespace {

using namespace std::chrono_literals;

constexpr int kills = 3;
constexpr std::ptrdiff_t untouched_from = 21;  // of the users; the others have a currency already
constexpr auto glance = 2ms;
constexpr std::size_t unlike_shown_max = 5;
constexpr auto park_max = 30s;
constexpr auto release_max = 30s;
constexpr auto parked_path = "/v1/sync/parked";
constexpr auto follower = "billing-follows-user";

std::string key_path(const std::string& user) {
  return std::string{parked_path} + '/' + follower + "/user/" + user;
}

std::chrono::milliseconds some_moment() {
  static std::mt19937 draw{std::random_device{}()};
  return std::chrono::milliseconds{std::uniform_int_distribution<>{500, 1400}(draw)};
}

// A few of those that differ and should not.
void show_unlike(Display& display, const Agreement& all, const std::string& expected) {
  std::size_t shown = 0;
  for (const auto& user : all.unlike) {
    if (user != expected && ++shown <= unlike_shown_max) display.say("differs", user);
  }
}

}  // namespace

// The one that waits, if it is the only one.
std::optional<boost::json::object> Tour::parked_key() {
  const auto list = client_->get(parked_path, {{"follower", follower}});
  const auto& keys = list.body.at("data").as_array();
  if (keys.size() != 1) return std::nullopt;
  return keys.front().as_object();
}

void Tour::plant_poison() {
  display_.chapter("A poison event");
  poisoned_ = users_[users_.size() / 2];
  installation_.change_billing([this](const sql::Location& billing) {
    sql::plant_refusal(billing, *billing::CustomerId::of_user(poisoned_));
  });
  start_installation();
  display_.say("planted", "billing's database refuses every change of the row of " + poisoned_ +
                              ", as a rule left by a bad migration would");
  const auto answer = client_->send("PATCH", "/v1/users/" + poisoned_,
                                    {{"display_name", "Poison"}});
  std::optional<boost::json::object> parked;
  becomes([&] { return (parked = parked_key()).has_value(); }, park_max);
  if (!display_.check(parked && text_of(*parked, "key") == poisoned_,
                      "that user's next change is acknowledged, and billing cannot apply it: "
                      "its key waits")) {
    return;
  }
  display_.say("why", text_of(*parked, "reason"));
  std::string code;
  try {
    client_->get("/v1/customers/" + customer_of(poisoned_), {}, answer.position);
  } catch (const cli::Refused& refused) {
    code = refused.problem().code;
  }
  display_.check(code == "sync.parked",
                 "who asks billing for it at that position is told so: sync.parked");
  const auto took = rename(users_.front(), "Flows on");
  display_.check(true, "everybody else flows on: another user's change was there " +
                           duration_text(took) + " after its answer");
}

void Tour::kill_under_load() {
  display_.chapter("Kill what serves in the middle of writes, " + std::to_string(kills) + " times");
  std::vector<std::string> others;
  std::copy_if(users_.begin() + untouched_from, users_.end(), std::back_inserter(others),
               [this](const auto& user) { return user != poisoned_; });
  load_.emplace(std::move(others));
  for (int i = 0; i < kills; ++i) kill_once();
  check_nothing_lost();
}

void Tour::kill_once() {
  const auto unanswered = load_->ledger().unanswered.size();
  const auto unclear = load_->ledger().unclear;
  const auto moment = some_moment();
  load_->start(installation_);
  const auto deadline = Clock::now() + moment;
  while (Clock::now() < deadline) {
    display_.live(load_lines(sync_of(*client_), *load_));
    Interrupt::check();
    std::this_thread::sleep_for(glance);
  }
  const auto before = sync_of(*client_);
  const auto who = installation_.kill(static_cast<std::size_t>(totals_.kills++));
  display_.last(load_lines(before, *load_));
  const auto up = start_installation();
  load_->stop();
  const auto settled = settle(Clock::now());
  const auto& ledger = load_->ledger();
  display_.say("SIGKILL",
               who + ", after " + duration_text(moment) + ": " +
                   count_text(ledger.unanswered.size() - unanswered, "request") +
                   " without an answer, " + std::to_string(ledger.unclear - unclear) +
                   " answered that nobody knows; all serve again after " + duration_text(up) +
                   ", in step " + duration_text(settled) + " after the last write");
}

void Tour::check_nothing_lost() {
  const auto& ledger = load_->ledger();
  if (!ledger.failure.empty()) display_.check(false, "no write was refused: " + ledger.failure);
  auto all = compare(*client_, ledger);
  totals_.acknowledged = ledger.writes();
  display_.check(all.registered_found == ledger.registered.size() &&
                     all.currencies_found == ledger.currencies.size(),
                 count_text(ledger.writes(), "acknowledged write") + ": each is there, once (" +
                     count_text(all.registered_found + all.currencies_found, "write") + " found)");

  const auto unanswered = ledger.unanswered.size();
  const auto repeated = load_->repeat_unanswered(*client_, sync_of(*client_));
  settle(Clock::now());
  all = compare(*client_, ledger);
  display_.check(all.registered_found == ledger.registered.size() &&
                     all.currencies_found == ledger.currencies.size() &&
                     all.users == users_.size() + ledger.registered.size(),
                 count_text(unanswered, "request") + " without an answer, repeated under " +
                     "their Idempotency-Key: " + std::to_string(repeated.found_done) +
                     " had been done, " + std::to_string(repeated.done_now) +
                     " are now; each once, as are " + std::to_string(ledger.unclear) +
                     " that their callers had sent again");
  const auto sync = sync_of(*client_);
  display_.check(all.unlike == std::vector{poisoned_} && all.users == all.customers &&
                     sync.billing().differs_at == 0,
                 "both databases agree on " + count_text(all.equal, "user") +
                     ", and differ in the one whose key waits");
  show_unlike(display_, all, poisoned_);
}

void Tour::queue_behind() {
  display_.chapter("What waits, and behind what");
  client_->send("POST", "/v1/users/" + poisoned_ + "/change_email",
                {{"email", "poisoned@example.com"}});
  client_->send("PATCH", "/v1/users/" + poisoned_, {{"display_name", "Mended"}});
  settle(Clock::now());
  show_waiting();
  const auto took = rename(users_[1], "Flows on, too");
  display_.check(true, "everybody else flows on: " + duration_text(took));
}

void Tour::show_waiting() {
  const auto shown = client_->get(key_path(poisoned_)).body;
  display_.say("key", text_of(shown, "key") + ", tried " +
                          count_text(number_of(shown, "attempts"), "time"));
  display_.say("why", text_of(shown, "reason"));
  const auto& waiting = shown.at("waiting").as_array();
  bool in_order = true;
  std::uint64_t version = number_of(shown, "applied_version");
  for (const auto& value : waiting) {
    const auto& event = value.as_object();
    in_order = in_order && number_of(event, "aggregateversion") == ++version;
    display_.say("waits", "user/0 at " + text_of(event, "sequence") + ": " +
                              text_of(event, "type") + ", to version " + std::to_string(version));
  }
  display_.check(waiting.size() == 3 && in_order,
                 "later events of that key queue behind the first, in order; also over a SIGKILL");
}

void Tour::release() {
  display_.chapter("Mend the cause, and release");
  installation_.change_billing(
      [](const sql::Location& billing) { sql::mend_refusal(billing); });
  start_installation();
  display_.say("mended", "the planted rule is gone from billing's database");
  try {
    client_->send("POST", key_path(poisoned_) + "/retry", {});
    display_.say("retry", "as cleave sync parked retry does");
  } catch (const cli::Refused& refused) {
    if (refused.problem().code != "sync.parked_not_found") throw;
    display_.say("retry", "not needed: its own next try was due, and went through");
  }
  const bool gone = becomes([this] { return sync_of(*client_).billing().parked_keys == 0; },
                            release_max);
  settle(Clock::now());
  const auto copy = client_->get("/v1/customers/" + customer_of(poisoned_)).body;
  display_.check(gone && text_of(copy, "display_name") == "Mended" &&
                     text_of(copy, "email") == "poisoned@example.com",
                 "released in order: billing's copy is at version " +
                     std::to_string(number_of(copy, "user_version")) + ", \"" +
                     text_of(copy, "display_name") + "\", " + text_of(copy, "email"));
  rename(users_[2], "After the release");  // whose commit is weighed against billing's copy
  settle(Clock::now());
  auto& all = totals_.agreement = compare(*client_, load_->ledger());
  const auto sync = sync_of(*client_);
  const bool same_roots = std::ranges::all_of(
      sync.followers, [](const auto& named) { return named.second.differs_at == 0; });
  display_.check(all.unlike.empty() && all.users == all.customers && same_roots,
                 "both databases agree on all " + count_text(all.equal, "user") +
                     ", by their lists and by their roots");
  show_unlike(display_, all, {});
}

}  // namespace app::demo
