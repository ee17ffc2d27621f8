#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include <adapters/nats/jetstream_delivery.hpp>
#include <adapters/nats/jetstream_event_stream.hpp>
#include <adapters/system/system_clock.hpp>
#include <sync/application/commit_feed.hpp>
#include <sync/application/log_service.hpp>
#include <sync/application/relay.hpp>

#include <tests/nats/eventually.hpp>
#include <tests/nats/notices.hpp>
#include <tests/nats/quiet.hpp>
#include <tests/nats/user_log.hpp>

// Those at both ends of a stream, as if each were a process of its own.
namespace nats_test {

using ms = std::chrono::milliseconds;

// Source: a relay in a process of its own, as far as the broker can tell.
class Source {
 public:
  Source(const UserLog& log, const std::string& url)
      : connection_(settings_of(url, "user"), [](const auto&) {}),
        reader_(log.reader()),
        thread_([this](const std::stop_token& stop) {
          while (!stop.stop_requested()) {
            std::this_thread::sleep_for(std::min(relay_.step(), ms{5}));
          }
        }) {}

 private:
  static sync::Relay::Limits quick() {
    sync::Relay::Limits limits;
    limits.look_every = ms{100};
    limits.retry_max = ms{200};
    return limits;
  }
  nats::Connection connection_;
  UserLog::Reader reader_;
  nats::JetStreamEventStream stream_{connection_, "user/0", {.stream = {}, .acks_max = ms{2'000}}};
  os::SystemClock clock_;
  Quiet observer_;
  sync::Relay relay_{"user/0", *reader_.log, stream_, clock_, observer_, quick()};
  std::jthread thread_;
};

// Follower: keeps every commit that its feed verified.
class Follower {
 public:
  Follower(const UserLog& log, const std::string& url, sync::Seen seen = {},
           ms poll_every = ms{500})
      : seen_(seen),
        connection_(settings_of(url, "billing"), [](const auto&) {}),
        reader_(log.reader()),
        feed_("user/0", service_, delivery_, clock_, digest(),
              {.poll_every = poll_every}) {}

  void step() {
    auto answer = feed_.next(seen_);
    ASSERT_TRUE(std::holds_alternative<std::vector<sync::Commit>>(answer));
    for (auto& commit : std::get<std::vector<sync::Commit>>(answer)) {
      seen_ = {commit.epoch, commit.last(), commit.chain};
      commits.push_back(std::move(commit));
    }
  }
  bool reaches(sync::Offset offset) {
    return eventually([&] {
      step();
      return seen_.offset >= offset;
    });
  }
  const sync::CommitFeed::Counters& counters() const { return feed_.counters(); }
  nats::JetStreamDelivery::Counters heard() const { return delivery_.counters(); }

  std::vector<sync::Commit> commits;
  std::atomic<int> woken{0};

 private:
  static nats::JetStreamDelivery::Limits quick() {
    nats::JetStreamDelivery::Limits limits;
    limits.heartbeat = ms{200};
    limits.look_every = ms{300};
    limits.retry_max = ms{200};
    return limits;
  }
  sync::Seen seen_;
  nats::Connection connection_;
  UserLog::Reader reader_;
  sync::LogService service_{"user/0", *reader_.log};
  os::SystemClock clock_;
  nats::JetStreamDelivery delivery_{connection_, "user/0", seen_.offset, [this] { ++woken; },
                                    quick()};
  sync::CommitFeed feed_;
};

}  // namespace nats_test
