#include <string>
#include <thread>
#include <vector>

#include <app/metrics.hpp>
#include <gtest/gtest.h>

namespace {

using std::chrono::milliseconds;

const shared::Instant started = shared::from_unix_ms(1'700'000'000'000);

bool has_line(const std::string& text, const std::string& line) {
  return ("\n" + text).find("\n" + line + "\n") != std::string::npos;
}

TEST(Metrics, CountRequestsByRouteAndClass) {
  const os::Progress progress;
  app::Metrics metrics(progress, started);
  const auto route = metrics.route("GET", "/v1/users/{id}");
  route.count(200, milliseconds{2});
  route.count(204, milliseconds{20});
  route.count(503, milliseconds{200});
  const auto text = metrics.text(started);
  const std::string labels = "method=\"GET\",route=\"/v1/users/{id}\"";
  EXPECT_TRUE(has_line(text, "cleave_http_requests_total{" + labels + ",status=\"2xx\"} 2"));
  EXPECT_TRUE(has_line(text, "cleave_http_requests_total{" + labels + ",status=\"4xx\"} 0"));
  EXPECT_TRUE(has_line(text, "cleave_http_requests_total{" + labels + ",status=\"5xx\"} 1"));
  EXPECT_TRUE(has_line(text, "cleave_http_request_seconds_count{" + labels + "} 3"));
  EXPECT_TRUE(has_line(text, "cleave_http_request_seconds_bucket{" + labels + ",le=\"0.0025\"} 1"));
}

TEST(Metrics, CountBatchesByModule) {
  const os::Progress progress;
  app::Metrics metrics(progress, started);
  const auto lane = metrics.lane("user");
  lane.count(10, milliseconds{3});
  lane.count(100, milliseconds{30});
  const auto text = metrics.text(started);
  EXPECT_TRUE(has_line(text, "cleave_lane_batch_commands_sum{module=\"user\"} 110"));
  EXPECT_TRUE(has_line(text, "cleave_lane_batch_seconds_count{module=\"user\"} 2"));
}

TEST(Metrics, ShowHowFarEachFollowerIs) {
  os::Progress progress;
  app::Metrics metrics(progress, started);
  sync::FollowerStatus status;
  status.follower = "billing-follows-user";
  status.source = "user/0";
  status.offset = 40;
  status.parked_keys = 3;
  status.stopped = "the source went back";
  progress.publish_follower(status, shared::from_unix_ms(0));
  sync::Head head;
  head.offset = 42;
  progress.publish_log({.log = "user/0", .head = head, .committed_at = started});
  const auto text = metrics.text(started + milliseconds{1500});
  const std::string labels = "{follower=\"billing-follows-user\",source=\"user/0\"} ";
  EXPECT_TRUE(has_line(text, "cleave_log_head_offset{log=\"user/0\"} 42"));
  EXPECT_TRUE(has_line(text, "cleave_follower_offset" + labels + "40"));
  EXPECT_TRUE(has_line(text, "cleave_follower_lag_events" + labels + "2"));
  EXPECT_TRUE(has_line(text, "cleave_follower_lag_seconds" + labels + "1.5"));
  EXPECT_TRUE(has_line(text, "cleave_follower_parked_keys" + labels + "3"));
  EXPECT_TRUE(has_line(text, "cleave_follower_stopped" + labels + "1"));
  EXPECT_TRUE(has_line(text, "cleave_follower_waiting" + labels + "0"));
}

TEST(Metrics, AskTheirOwnersAtEachScrape) {
  const os::Progress progress;
  app::Metrics metrics(progress, started);
  double queued = 1;
  metrics.gauge("cleave_lane_queue", "Commands that wait", {{"module", "user"}},
                [&] { return queued; });
  metrics.gauge("cleave_lane_queue", "Commands that wait", {{"module", "billing"}},
                [] { return 9.0; });
  metrics.counter("cleave_bus_dropped_total", "Frames dropped", {}, [] { return 4.0; });
  queued = 7;
  const auto text = metrics.text(started);
  EXPECT_TRUE(has_line(text, "cleave_lane_queue{module=\"user\"} 7"));
  EXPECT_TRUE(has_line(text, "cleave_lane_queue{module=\"billing\"} 9"));
  EXPECT_TRUE(has_line(text, "# TYPE cleave_bus_dropped_total counter"));
  EXPECT_TRUE(has_line(text, "cleave_bus_dropped_total 4"));
  const auto help = std::string("# HELP cleave_lane_queue ");
  EXPECT_EQ(text.find(help), text.rfind(help)) << "one family per name";
}

TEST(Metrics, TellOfTheProcess) {
  const os::Progress progress;
  app::Metrics metrics(progress, started);
  const auto text = metrics.text(started);
  EXPECT_TRUE(has_line(text, "process_start_time_seconds 1700000000"));
  for (const std::string name : {"process_resident_memory_bytes ", "process_open_fds ",
                                 "process_cpu_seconds_total "}) {
    const auto at = text.find("\n" + name);
    ASSERT_NE(at, std::string::npos) << name;
    EXPECT_GT(std::stod(text.substr(at + 1 + name.size())), 0.0) << name;
  }
}

TEST(Metrics, CountUnderAnyCrowd) {
  const os::Progress progress;
  app::Metrics metrics(progress, started);
  const auto route = metrics.route("GET", "/livez");
  {
    std::vector<std::jthread> crowd;
    for (int i = 0; i < 4; ++i) {
      crowd.emplace_back([&] {
        for (int n = 0; n < 500; ++n) route.count(200, milliseconds{1});
      });
    }
    for (int n = 0; n < 5; ++n) (void)metrics.text(started);
  }
  EXPECT_TRUE(has_line(metrics.text(started),
                       "cleave_http_requests_total{method=\"GET\",route=\"/livez\","
                       "status=\"2xx\"} 2000"));
}

}  // namespace
