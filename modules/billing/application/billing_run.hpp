#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <ports/billing/due_views.hpp>
#include <ports/shared/clock.hpp>
#include <ports/shared/ids.hpp>
#include <ports/shared/works.hpp>

#include <billing/application/billing_module.hpp>

namespace billing {

// BillingRun: everything that is due as of an instant, as a process that is stepped by whoever has
// a thread. Subscriptions go on, period by period; drafts are issued; revenue is recognized; and
// the payments that this started are waited for (collecting them is not its work).
//   Bounds       a page and a half of works in flight; one refused work is a problem, noted and
//                left alone for the rest of the run; works that are unavailable are tried again
//                with growing waits, and a run that waits in vain ends as failed
//   Idempotent   by (subscription, period, kind): a run that was killed is followed by another,
//                which does what is left
class BillingRun {
 public:
  struct Limits {
    std::size_t page = 500;  // works submitted at once, when half a page of them is left
    std::size_t group = RecognizeRevenue::invoices_max;
    std::size_t due_counted_max = 200'000;       // more are not counted before a run
    std::size_t problems_max = 10'000;           // more, and the run fails
    int passes_max = 2'000;                      // 100 years of months
    int tries_max = 10;                          // of a work that is unavailable
    std::chrono::milliseconds retry_first{100};  // doubling, to
    std::chrono::milliseconds retry_max{5'000};
  };
  enum class Phase { counting, subscriptions, drafts, revenue, payments, finished, failed };

  struct Problem {
    std::string id;
    std::string code;
    std::string detail;
  };
  // How far it is. Counts never fall.
  struct Progress {
    Phase phase = Phase::finished;
    std::optional<std::int64_t> due;  // subscriptions and drafts at its begin; nothing: too many
    std::int64_t done = 0;            // of these: works that ended, and problems
    std::int64_t subscriptions_advanced = 0;
    std::int64_t invoices_issued = 0;
    std::int64_t schedules_recognized = 0;
    std::int64_t problem_count = 0;
    std::vector<Problem> problems;  // the first problems_shown of them
    bool payments_open = false;     // some were not settled in the time it was given
    std::string failure;            // of a failed one: why

    static constexpr std::size_t problems_shown = 100;

    // What another run did, added to this one's counts and problems.
    void add(const Progress& other);
  };

  struct Parts {
    DueViews& due;
    shared::Works& works;
    shared::Ids& ids;
    shared::Clock& clock;
    const BillingModule& module;
  };

  BillingRun(const Parts& parts, Limits limits) : parts_(parts), limits_(limits) {}
  BillingRun(const BillingRun&) = delete;
  BillingRun& operator=(const BillingRun&) = delete;

  // A run begins; none may be under way. `payments_within` is how long it may wait for payments at
  // its end.
  void begin(shared::Instant as_of, std::chrono::milliseconds payments_within);
  // Does what can be done now; when it wants to be stepped again, at the latest (0: at once). It
  // may be stepped sooner, and should be when a work of its has ended. What the views throw passes
  // through, and it stands where it stood.
  std::chrono::milliseconds step();

  const Progress& progress() const { return progress_; }
  bool finished() const { return in_flight_ == 0 && over(); }

 private:
  // What a work is about: a subscription, a draft, or the schedules of some invoices.
  struct Item {
    std::vector<std::string> ids;
    int tries = 0;
  };
  // What a use case came to, as it said in the lane.
  struct Said {
    bool changed = false;
    bool issued = false;
  };

  bool over() const {
    return progress_.phase == Phase::finished || progress_.phase == Phase::failed;
  }
  void enter(Phase phase);
  std::chrono::milliseconds count();
  std::chrono::milliseconds advance();
  std::chrono::milliseconds wait_for_payments();
  std::vector<Item> next_page();
  std::vector<Item> due_items(std::vector<Due> due);
  std::vector<Item> schedule_group();
  void pass_ended();
  void submit(Item item);
  shared::Work work_for(const Item& item, const std::shared_ptr<Said>& said) const;
  void ended(Item item, const Said& said, const shared::Done& done);
  void refused(Item item, const shared::Error& error);
  void unavailable(Item item, const shared::Error& error);
  void problem(const std::string& id, const shared::Error& error);
  void fail(std::string why);
  shared::Instant billing_now();

  Parts parts_;
  Limits limits_;
  Progress progress_;
  shared::Instant as_of_;
  std::chrono::milliseconds payments_within_{0};
  std::chrono::milliseconds payments_until_{0};  // monotonic

  std::optional<Due> after_;
  std::optional<InvoiceId> after_invoice_;
  bool page_was_last_ = false;
  bool pass_changed_ = false;
  int passes_ = 0;
  bool subscriptions_counted_ = false;
  std::set<std::string> left_alone_;  // what was refused in this run
  std::size_t in_flight_ = 0;
  std::vector<Item> again_;                // unavailable: to be tried again, at
  std::chrono::milliseconds again_at_{0};  // monotonic
};

// "counting", "subscriptions", ...
std::string_view to_text(BillingRun::Phase phase);

}  // namespace billing
