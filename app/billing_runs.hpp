#pragma once

#include <chrono>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <string_view>

#include <billing/application/run_state.hpp>
#include <billing/application/time_lapse.hpp>
#include <ports/billing/due_views.hpp>
#include <ports/shared/clock.hpp>
#include <ports/shared/ids.hpp>
#include <ports/shared/works.hpp>

namespace app {

// BillingRuns: the billing runs of this process, one at a time: those that were asked for here, in
// their order, and where none is, one as of now every so often, if this instance leads. Two at once
// do no harm: whatever is due is a command that finds nothing due any more.
//   Threads  step() belongs to one thread, all else to any
class BillingRuns {
 public:
  struct Limits {
    std::size_t waiting_max = 8;
    std::size_t remembered_max = 100;  // of those that were asked for
    std::chrono::days ahead_max{366};  // of a run's as_of
    std::chrono::milliseconds payments_within{60'000};
  };
  struct Rules {
    std::chrono::seconds every{0};  // between two runs that nobody asks for; 0: there are none
    bool test_clock = false;        // time may be moved ahead
  };
  struct Parts {
    billing::DueViews& due;
    shared::Works& works;
    shared::Ids& ids;
    shared::Clock& clock;
    const billing::BillingModule& module;
    // Whether this instance makes the runs that nobody asks for.
    std::function<bool()> leads = [] { return true; };
  };

  BillingRuns(const Parts& parts, Rules rules, Limits limits);

  // What there is to know of the runs from outside, scheduled ones too, since the process began.
  struct Figures {
    std::int64_t finished = 0;
    std::int64_t failed = 0;
    std::int64_t problems = 0;  // works that were refused, of all of them
    std::optional<shared::Instant> last_end;
  };
  Figures figures() const;

  // As of now where nothing is said. Errors: billing.as_of_too_far, billing.too_many_runs
  shared::Result<billing::RunState> run(std::optional<shared::Instant> as_of);
  // Errors: billing.clock_not_for_tests, billing.clock_backwards, billing.clock_too_far,
  // billing.too_many_runs
  shared::Result<billing::RunState> advance(shared::Instant to);
  // Time goes no further than it has got by now, and what waits to move it never will. Answers with
  // the advance that ends by this, or the first that never began.
  // Errors: billing.clock_not_advancing
  shared::Result<billing::RunState> stop_clock();
  std::optional<billing::RunState> find(std::string_view id) const;
  // Billing's own time.
  shared::Instant billing_now() const;

  std::chrono::milliseconds step();
  // Another instance may have moved the time. On the stepping thread.
  void learn_the_time();
  // Whether a run waits for payments just now. On the stepping thread.
  bool waits_for_payments() const;

 private:
  shared::Result<billing::RunState> ask(std::string_view kind, shared::Instant as_of);
  bool begin_asked();
  bool begin_scheduled();
  std::chrono::milliseconds step_current();
  void stop_where_asked();
  void show();
  void ended(const billing::BillingRun::Progress& progress);
  void count(const billing::BillingRun::Progress& progress);

  const Parts parts_;
  const Rules rules_;
  const Limits limits_;
  billing::BillingRun run_;
  billing::TimeLapse lapse_;

  enum class Current { none, run, lapse };
  Current current_ = Current::none;
  std::optional<std::string> current_id_;  // nothing: nobody asked for it
  std::chrono::milliseconds next_at_{0};   // monotonic

  mutable std::mutex mutex_;
  std::deque<billing::RunState> asked_;  // oldest first
  std::size_t waiting_ = 0;              // the last so many of them
  Figures figures_;
  bool stop_asked_ = false;              // of the advance that is under way
  std::int64_t ahead_ms_ = 0;
};

}  // namespace app
