#include <app/billing_metrics.hpp>

#include <chrono>
#include <functional>
#include <string>

namespace app {
namespace {

using Figures = BillingProcesses::Figures;
using Counts = billing::Collector::Counts;

std::function<double()> asked(const BillingProcesses& processes, auto value) {
  return [&processes, value] { return static_cast<double>(value(processes.figures())); };
}

void watch_payments(Metrics& metrics, const BillingProcesses& processes) {
  const auto counter = [&](const char* name, const char* help, const MetricLabels& labels,
                           std::int64_t Counts::*count) {
    metrics.counter(name, help, labels, asked(processes, [count](const Figures& figures) {
                      return figures.collected.*count;
                    }));
  };
  constexpr auto requests = "cleave_billing_gateway_requests_total";
  constexpr auto requests_help = "Payments that the gateway was asked for.";
  counter(requests, requests_help, {{"request", "charge"}}, &Counts::charged);
  counter(requests, requests_help, {{"request", "look_up"}}, &Counts::looked_up);
  counter("cleave_billing_gateway_unanswered_total", "Of these: nothing came back.", {},
          &Counts::unanswered);
  counter("cleave_billing_settlements_refused_total",
          "Answers of the gateway that could not be stored; tried again every minute.", {},
          &Counts::refused);
  metrics.gauge("cleave_billing_payments_unknown",
                "Payments whose outcome is not known; 10000 stands for more.", {},
                asked(processes, [](const Figures& figures) { return figures.unknown; }));
}

void watch_runs(Metrics& metrics, const BillingProcesses& processes) {
  const auto counter = [&](const char* name, const char* help, const MetricLabels& labels,
                           std::int64_t BillingRuns::Figures::*count) {
    metrics.counter(name, help, labels, asked(processes, [count](const Figures& figures) {
                      return figures.runs.*count;
                    }));
  };
  constexpr auto runs = "cleave_billing_runs_total";
  constexpr auto runs_help = "Billing runs that ended so, and advances of the clock.";
  counter(runs, runs_help, {{"outcome", "finished"}}, &BillingRuns::Figures::finished);
  counter(runs, runs_help, {{"outcome", "failed"}}, &BillingRuns::Figures::failed);
  counter("cleave_billing_run_problems_total",
          "What runs left undone because it was refused; each run counts it anew.", {},
          &BillingRuns::Figures::problems);
  metrics.gauge("cleave_billing_run_last_end_timestamp_seconds",
                "When the last run ended, as Unix time; 0: none has.", {},
                asked(processes, [](const Figures& figures) {
                  const auto ms = figures.runs.last_end ? shared::to_unix_ms(*figures.runs.last_end)
                                                        : std::int64_t{0};
                  return static_cast<double>(ms) / 1000;
                }));
}

}  // namespace

void watch_billing(Metrics& metrics, const BillingProcesses& processes) {
  watch_payments(metrics, processes);
  watch_runs(metrics, processes);
}

}  // namespace app
