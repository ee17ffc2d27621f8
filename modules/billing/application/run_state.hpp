#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <shared/domain/entity_id.hpp>
#include <shared/domain/instant.hpp>

#include <billing/application/billing_run.hpp>

namespace billing {

using RunId = shared::EntityId<"run_">;

// RunState: what somebody who asked for a billing run, or for time to pass, sees of it.
struct RunState {
  std::string id;           // "run_..."
  std::string kind;         // "run" | "clock": the clock is advanced, with runs on its way
  shared::Instant as_of;    // of a clock: where it goes
  std::string status;       // "queued" | "running" | "finished" | "stopped" | "failed"
  std::string phase;        // of the run that is under way; of one that is not, its status
  shared::Instant from;     // billing's time when it was asked for
  shared::Instant reached;  // and how far it has got
  std::optional<std::int64_t> due;
  std::int64_t done = 0;
  std::int64_t subscriptions_advanced = 0;
  std::int64_t invoices_issued = 0;
  std::int64_t schedules_recognized = 0;
  std::int64_t problem_count = 0;
  std::vector<BillingRun::Problem> problems;  // the first hundred
  bool payments_open = false;
  std::string failure;

  void show(const BillingRun::Progress& progress) {
    phase = to_text(progress.phase);
    due = progress.due;
    done = progress.done;
    subscriptions_advanced = progress.subscriptions_advanced;
    invoices_issued = progress.invoices_issued;
    schedules_recognized = progress.schedules_recognized;
    problem_count = progress.problem_count;
    problems = progress.problems;
    payments_open = progress.payments_open;
    failure = progress.failure;
  }
};

}  // namespace billing
