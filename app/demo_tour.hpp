#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <app/demo_books.hpp>
#include <app/demo_checks.hpp>
#include <app/demo_client.hpp>
#include <app/demo_display.hpp>
#include <app/demo_load.hpp>
#include <app/demo_month.hpp>
#include <app/demo_installation.hpp>
#include <app/demo_subscribers.hpp>

namespace app::demo {

// What the tour did, for its last page.
struct Totals {
  Agreement agreement;
  std::uint64_t events = 0;  // in both logs
  std::uint64_t acknowledged = 0;
  int kills = 0;
  std::uint64_t subscriptions = 0;
  std::uint64_t invoices = 0;  // issued
  std::string received;        // in payments
};

// Tour: the chapters of the demo, in order, on an installation that is new. Every claim is a check
// of the display.
//   Errors  cli::Stop where it cannot go on; Interrupted
class Tour {
 public:
  Tour(Installation& installation, std::uint64_t users, Display& display);

  Totals run();

 private:
  using Clock = std::chrono::steady_clock;

  // demo_tour.cpp: what goes well
  void start();
  void import();
  void both_ways();
  void finish();

  // demo_tour_faults.cpp: what goes wrong
  void plant_poison();
  void kill_under_load();
  void kill_once();
  void check_nothing_lost();
  void queue_behind();
  void release();
  void show_waiting();

  // demo_tour_billing.cpp: a month of billing
  void subscribe();
  void pass_a_month();
  void pay_by_hand();
  void check_first_payments(const Books& books);
  void check_answer_is_lost(const Books& books);
  void check_second_payments(const Books& books);
  // demo_tour_audit.cpp: whether all agree
  void audit();
  void audit_invoices(const Books& books);
  void audit_payments(const Books& books);
  void audit_ledger(const Books& books);
  void audit_copies(const Books& books);

  Clock::duration start_installation();
  // Until both modules have applied what the other said, and what was acknowledged is there.
  Clock::duration settle(Clock::time_point since);
  // That changes are told to who watches a user, as they happen.
  void watch_live(const std::string& user);
  // Changes a user's name; how long after the answer billing's copy showed it.
  Clock::duration rename(const std::string& user, const std::string& name);
  // Until every payment that was started has an answer, or none for now.
  void await_payments();
  using Seen = std::function<bool(const Run&)>;
  // Until the run is where it is to be seen, or has ended.
  Run watch(const Month& passes, Run run, const Seen& there);
  // There the process that makes it is killed; the next one is told once more where to go.
  Run kill_in(const Month& passes, Run run, const Seen& there);
  std::optional<boost::json::object> parked_key();
  std::vector<Line> import_lines(const Sync& sync) const;
  std::vector<Line> load_lines(const Sync& sync, const Load& load) const;
  static std::vector<Line> month_lines(const Month& passes, const Run& run);

  Installation& installation_;
  std::uint64_t users_wanted_;
  Display& display_;
  Totals totals_;
  std::optional<Client> client_;  // to what runs now
  std::uint64_t first_user_event_ = 0;  // the log's head before any user
  std::vector<std::string> users_;      // imported
  std::string poisoned_;                // the user whose row billing's database refuses
  std::optional<Load> load_;
  std::optional<Subscribers> subscribers_;
  std::string lost_;  // the payment whose answer was lost
};

}  // namespace app::demo
