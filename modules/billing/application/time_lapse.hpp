#pragma once

#include <chrono>
#include <string>

#include <ports/billing/due_views.hpp>
#include <ports/shared/clock.hpp>
#include <ports/shared/works.hpp>

#include <billing/application/advance_clock.hpp>
#include <billing/application/billing_run.hpp>

namespace billing {

// TimeLapse: months that pass in seconds: billing's clock goes to the next instant at which
// anything comes due (on to the full hour), a billing run does it, and so on; so that documents
// bear the dates that they would have borne. A process that is stepped by whoever has a thread.
//   Killed    the clock stands where it had got to; another one goes on from there
//   Stopped   it ends once all is done that was due by the time that it had got to
//   Failed    where a run fails, or the clock cannot be set
class TimeLapse {
 public:
  struct Limits {
    int tries_max = 20;  // of setting the clock, where that is unavailable
    std::chrono::milliseconds retry{500};
    std::chrono::milliseconds payments_within{10'000};  // of each run
  };
  struct Parts {
    DueViews& due;
    shared::Works& works;
    shared::Clock& clock;
    const AdvanceClock& advance_clock;
    BillingRun& run;  // this one's alone, while it is under way
  };

  TimeLapse(const Parts& parts, Limits limits) : parts_(parts), limits_(limits) {}
  TimeLapse(const TimeLapse&) = delete;
  TimeLapse& operator=(const TimeLapse&) = delete;

  // None may be under way.
  void begin(shared::Instant to);
  // As BillingRun's.
  std::chrono::milliseconds step();
  void stop() { stop_asked_ = true; }
  bool finished() const { return stage_ == Stage::finished; }

  // Of all its runs together; of a failed one, why.
  BillingRun::Progress progress() const;
  // Whether it ended before the time that it was to reach, because it was told to.
  bool stopped() const { return stopped_; }
  // How far billing's time has got.
  shared::Instant reached() const { return reached_; }

 private:
  enum class Stage { choosing, setting, running, finished };

  std::chrono::milliseconds choose();
  std::chrono::milliseconds run();
  void set(shared::Instant target);
  void was_set(const shared::Done& done);
  void finish();
  void fail(std::string why);

  Parts parts_;
  Limits limits_;
  Stage stage_ = Stage::finished;
  shared::Instant to_;
  shared::Instant target_;
  shared::Instant reached_;
  bool stop_asked_ = false;
  bool stopped_ = false;
  int tries_ = 0;
  std::chrono::milliseconds again_at_{0};  // monotonic
  BillingRun::Progress before_;            // of the runs that have ended
};

}  // namespace billing
