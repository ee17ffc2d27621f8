#pragma once

#include <atomic>
#include <chrono>
#include <memory>
#include <optional>

#include <adapters/gateway/billing/simulated_gateway.hpp>
#include <app/billing_host.hpp>
#include <app/billing_runs.hpp>
#include <app/process_driver.hpp>
#include <billing/application/collector.hpp>

namespace app {

// BillingProcesses: what billing does on its own account over time: it collects payments, on one
// thread (a gateway may keep it waiting), and makes billing runs, on another. Of several instances
// the one that leads does, but for runs that another was asked for. Each thread has a
// session of its own. Members stand in the order of start.
class BillingProcesses {
 public:
  struct Parts {
    BillingHost& billing;
    sql::Location database;
    sql::Location gateway;
    shared::Clock& clock;
    shared::Ids& ids;
  };

  // What there is to know of it from outside.
  struct Figures {
    billing::Collector::Counts collected;
    std::int64_t unknown = 0;  // payments, as of some seconds ago
    BillingRuns::Figures runs;
  };

  BillingProcesses(const Parts& parts, BillingRuns::Rules rules);
  ~BillingProcesses() { stop(); }
  BillingProcesses(const BillingProcesses&) = delete;
  BillingProcesses& operator=(const BillingProcesses&) = delete;

  // Behind the start of billing's lane. May be said twice, from any thread.
  void start();
  // Ends both threads after the step that each is in: what is left undone is stored as such. Before
  // the stop of the lane. May be said twice.
  void stop();

  // Starts where nothing has, and asks for the next step.
  shared::Result<billing::RunState> run(std::optional<shared::Instant> as_of);
  shared::Result<billing::RunState> advance(shared::Instant to);
  shared::Result<billing::RunState> stop_clock() { return runs_.stop_clock(); }
  std::optional<billing::RunState> find(std::string_view id) const { return runs_.find(id); }
  shared::Instant billing_now() const { return runs_.billing_now(); }
  Figures figures() const;

 private:
  std::chrono::milliseconds collect();

  // What one of the threads has of billing's store.
  struct Access {
    Access(const Parts& parts, const char* name)
        : session(parts.database, sql::Access::reader),
          driver(name),
          works(parts.billing.lane.queue(), driver, parts.ids, parts.clock) {}

    sql::Session session;
    sql::SqlDueViews due{session};
    ProcessDriver driver;
    LaneWorks works;
  };

  // From when this instance begins to lead to when it ends. What another one may have asked the
  // gateway since, a new collector looks up first.
  struct Term {
    explicit Term(BillingProcesses& of);

    TermWorks works;
    billing::Collector collector;
  };

  const Parts parts_;
  gateway::SimulatedGateway gateway_;
  Access collecting_;
  sql::SqlPaymentViews payments_{collecting_.session};
  std::optional<Term> term_;
  Access running_;
  BillingRuns runs_;
  std::chrono::milliseconds count_at_{0};  // monotonic
  mutable std::mutex mutex_;
  Figures figures_;
  bool started_ = false;
  bool stopped_ = false;
};

}  // namespace app
