#include <app/metrics.hpp>

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <system_error>

#include <prometheus/text_serializer.h>

namespace app {
namespace {

using prometheus::MetricType;

double seconds(std::chrono::nanoseconds took) {
  return std::chrono::duration<double>(took).count();
}

// Buckets of a request and of a batch, from 250 us to 10 s.
prometheus::Histogram::BucketBoundaries durations() {
  return {0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 10};
}

prometheus::Histogram::BucketBoundaries sizes() { return {1, 4, 16, 64, 256, 1000, 4000}; }

// Families: what is made at scrape time, one family for each name.
class Families {
 public:
  void add(const std::string& name, const std::string& help, MetricType type,
           const MetricLabels& labels, double value) {
    auto found = std::ranges::find(all_, name, &prometheus::MetricFamily::name);
    if (found == all_.end()) found = all_.insert(all_.end(), {name, help, type, {}});
    auto& metric = found->metric.emplace_back();
    for (const auto& [label, text] : labels) metric.label.push_back({label, text});
    metric.counter.value = value;
    metric.gauge.value = value;
  }
  std::vector<prometheus::MetricFamily> take() { return std::move(all_); }

 private:
  std::vector<prometheus::MetricFamily> all_;
};

void add_board(Families& families, const os::Progress& progress, shared::Instant now) {
  const auto board = progress.snapshot();
  const auto gauge = [&](const std::string& name, const std::string& help,
                         const MetricLabels& labels, auto value) {
    families.add(name, help, MetricType::Gauge, labels, static_cast<double>(value));
  };
  for (const auto& log : board.logs) {
    const MetricLabels labels{{"log", log.log}};
    gauge("cleave_log_head_offset", "Offset of the log's last event", labels, log.head.offset);
    gauge("cleave_log_epoch", "Epoch of the log's head", labels, log.head.epoch);
  }
  for (const auto& follower : board.followers) {
    const MetricLabels labels{{"follower", follower.follower}, {"source", follower.source}};
    const auto* source = board.log(follower.source);
    const auto head = std::max(follower.source_offset, source ? source->head.offset : 0);
    const auto lag = head - std::min(head, follower.offset);
    const auto lag_time = progress.lag(follower.follower, now);
    gauge("cleave_follower_offset", "Last offset applied, durably", labels, follower.offset);
    gauge("cleave_follower_lag_events", "Events of the source not applied yet", labels, lag);
    gauge("cleave_follower_lag_seconds", "Age of the oldest event not applied yet", labels,
          seconds(lag_time));
    gauge("cleave_follower_parked_keys", "Keys that wait because an event could not be applied",
          labels, follower.parked_keys);
    gauge("cleave_follower_discarded_keys", "Keys whose events were discarded by a person", labels,
          follower.discarded_keys);
    gauge("cleave_follower_stopped", "1 where the follower stopped and needs a person", labels,
          follower.stopped.empty() ? 0 : 1);
    gauge("cleave_follower_waiting", "1 where the follower waits for its store or its source",
          labels, follower.waiting.empty() ? 0 : 1);
    gauge("cleave_follower_differs_at_offset",
          "0, or the offset where the replica was first seen to differ from its source", labels,
          follower.differs_at);
  }
}

double resident_bytes() {
  std::ifstream statm("/proc/self/statm");
  double size = 0;
  double resident = 0;
  statm >> size >> resident;
  return resident * static_cast<double>(sysconf(_SC_PAGESIZE));
}

double cpu_seconds() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const auto time = [](const timeval& t) {
    return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) / 1e6;
  };
  return time(usage.ru_utime) + time(usage.ru_stime);
}

double open_files() {
  std::error_code error;
  double count = 0;
  for (std::filesystem::directory_iterator file("/proc/self/fd", error), end;
       !error && file != end; file.increment(error)) {
    ++count;
  }
  return count;
}

}  // namespace

void RouteMetrics::count(int status, std::chrono::nanoseconds took) const {
  by_class_[static_cast<std::size_t>(std::clamp(status / 100, 1, 5)) - 1]->Increment();
  seconds_->Observe(seconds(took));
}

void LaneMetrics::count(std::size_t commands, std::chrono::nanoseconds took) const {
  commands_->Observe(static_cast<double>(commands));
  seconds_->Observe(seconds(took));
}

Metrics::Metrics(const os::Progress& progress, shared::Instant started_at)
    : progress_(progress),
      requests_(prometheus::BuildCounter()
                    .Name("cleave_http_requests_total")
                    .Help("Requests answered")
                    .Register(registry_)),
      request_seconds_(prometheus::BuildHistogram()
                           .Name("cleave_http_request_seconds")
                           .Help("Time from a request's last byte to its answer")
                           .Register(registry_)),
      batch_commands_(prometheus::BuildHistogram()
                          .Name("cleave_lane_batch_commands")
                          .Help("Commands in one transaction of a write lane")
                          .Register(registry_)),
      batch_seconds_(prometheus::BuildHistogram()
                         .Name("cleave_lane_batch_seconds")
                         .Help("Time that one batch of commands took, commit and all")
                         .Register(registry_)) {
  ask_for_process(started_at);
}

RouteMetrics Metrics::route(const std::string& method, const std::string& pattern) {
  RouteMetrics route;
  for (std::size_t i = 0; i < route.by_class_.size(); ++i) {
    const auto status = std::to_string(i + 1) + "xx";
    route.by_class_[i] =
        &requests_.Add({{"method", method}, {"route", pattern}, {"status", status}});
  }
  route.seconds_ = &request_seconds_.Add({{"method", method}, {"route", pattern}}, durations());
  return route;
}

LaneMetrics Metrics::lane(const std::string& module) {
  LaneMetrics lane;
  lane.commands_ = &batch_commands_.Add({{"module", module}}, sizes());
  lane.seconds_ = &batch_seconds_.Add({{"module", module}}, durations());
  return lane;
}

void Metrics::gauge(const std::string& name, const std::string& help, const MetricLabels& labels,
                    std::function<double()> value) {
  ask({name, help, MetricType::Gauge, labels, std::move(value)});
}

void Metrics::counter(const std::string& name, const std::string& help, const MetricLabels& labels,
                      std::function<double()> value) {
  ask({name, help, MetricType::Counter, labels, std::move(value)});
}

void Metrics::ask(Asked asked) {
  const std::scoped_lock lock(mutex_);
  asked_.push_back(std::move(asked));
}

void Metrics::ask_for_process(shared::Instant started_at) {
  const double start = static_cast<double>(shared::to_unix_ms(started_at)) / 1000;
  gauge("process_start_time_seconds", "When this process started, in Unix time", {},
        [start] { return start; });
  gauge("process_resident_memory_bytes", "Memory in use", {}, resident_bytes);
  gauge("process_open_fds", "Open file descriptors", {}, open_files);
  counter("process_cpu_seconds_total", "Processor time used", {}, cpu_seconds);
}

std::string Metrics::text(shared::Instant now) {
  Families families;
  add_board(families, progress_, now);
  {
    const std::scoped_lock lock(mutex_);
    for (const auto& asked : asked_) {
      families.add(asked.name, asked.help, asked.type, asked.labels, asked.ask());
    }
  }
  auto all = registry_.Collect();
  std::ranges::move(families.take(), std::back_inserter(all));
  return prometheus::TextSerializer().Serialize(all);
}

}  // namespace app
