#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <functional>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include <adapters/system/progress.hpp>
#include <prometheus/counter.h>
#include <prometheus/histogram.h>
#include <prometheus/metric_type.h>
#include <prometheus/registry.h>

namespace app {

using MetricLabels = std::vector<std::pair<std::string, std::string>>;

// RouteMetrics: one route's requests. Kept by whoever counts; no look-up on the hot path.
class RouteMetrics {
 public:
  void count(int status, std::chrono::nanoseconds took) const;

 private:
  friend class Metrics;
  std::array<prometheus::Counter*, 5> by_class_{};  // 1xx to 5xx
  prometheus::Histogram* seconds_ = nullptr;
};

// LaneMetrics: one module's batches.
class LaneMetrics {
 public:
  void count(std::size_t commands, std::chrono::nanoseconds took) const;

 private:
  friend class Metrics;
  prometheus::Histogram* commands_ = nullptr;
  prometheus::Histogram* seconds_ = nullptr;
};

// Metrics: what this process counts, for Prometheus. Any thread may count; parts that know their
// own figure (a queue's length) are asked for it when somebody scrapes.
//   Units   seconds, as is the custom there; one event of lag is one event
//   Source  Prometheus text exposition format 0.0.4
class Metrics {
 public:
  Metrics(const os::Progress& progress, shared::Instant started_at);

  // "GET", "/v1/users/{id}". Once for each route, at start.
  RouteMetrics route(const std::string& method, const std::string& pattern);
  LaneMetrics lane(const std::string& module);
  // A figure that is asked for at each scrape: it may go up and down, or only grows.
  void gauge(const std::string& name, const std::string& help, const MetricLabels& labels,
             std::function<double()> ask);
  void counter(const std::string& name, const std::string& help, const MetricLabels& labels,
               std::function<double()> ask);

  std::string text(shared::Instant now);

 private:
  struct Asked {
    std::string name;
    std::string help;
    prometheus::MetricType type;
    MetricLabels labels;
    std::function<double()> ask;
  };

  void ask(Asked asked);
  void ask_for_process(shared::Instant started_at);

  const os::Progress& progress_;
  prometheus::Registry registry_;
  prometheus::Family<prometheus::Counter>& requests_;
  prometheus::Family<prometheus::Histogram>& request_seconds_;
  prometheus::Family<prometheus::Histogram>& batch_commands_;
  prometheus::Family<prometheus::Histogram>& batch_seconds_;
  std::mutex mutex_;
  std::vector<Asked> asked_;
};

}  // namespace app
