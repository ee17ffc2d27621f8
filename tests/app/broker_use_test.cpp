#include <atomic>
#include <chrono>
#include <expected>
#include <future>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include <adapters/nats/hint.hpp>
#include <adapters/nats/jetstream_delivery.hpp>
#include <adapters/nats/jetstream_event_stream.hpp>
#include <adapters/nats/names.hpp>
#include <adapters/nats/nats_requests.hpp>
#include <adapters/nats/subscription.hpp>
#include <adapters/system/system_clock.hpp>
#include <adapters/system/timer_thread.hpp>

#include <tests/app/nats_broker.hpp>

// That the rights which `cleave nats config` gives are enough for what services do with them.
namespace {

using ms = std::chrono::milliseconds;

template <class Condition>
bool eventually(Condition holds) {
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds{60};
  while (!holds()) {
    if (std::chrono::steady_clock::now() > deadline) return false;
    std::this_thread::sleep_for(ms{2});
  }
  return true;
}

// Process: a service's connection and its network, as one process has them.
class Process {
 public:
  Process(const test::NatsBroker& broker, const std::string& url, const std::string& user)
      : connection(settings(broker, url, user),
                   [this](const nats::Notice& notice) {
                     const std::scoped_lock lock(mutex_);
                     if (notice.kind == nats::Notice::Kind::refused) refused_ = notice.text;
                   }) {
    EXPECT_TRUE(eventually([&] { return connection.link() != nullptr; })) << user;
    settle();
  }

  static nats::Settings settings(const test::NatsBroker& broker, const std::string& url,
                                 const std::string& user) {
    nats::Settings settings;
    settings.url = url;
    settings.name = settings.user = user;
    settings.password_file = broker.password_file(user);
    return settings;
  }

  // The broker knows all that is served: watchers are told in the order of their coming.
  void settle() {
    std::promise<nats::Link> told;
    std::atomic<bool> first = true;
    const auto watch = connection.watch([&](const nats::Link& link) {
      if (link && first.exchange(false)) told.set_value(link);
    });
    natsConnection_FlushTimeout(told.get_future().get().get(), 30'000);
  }

  // What the broker would not let it do, last.
  std::string refused() const {
    const std::scoped_lock lock(mutex_);
    return refused_;
  }

 private:
  mutable std::mutex mutex_;
  std::string refused_;

 public:
  os::SystemClock clock;
  os::TimerThread timer;
  nats::Connection connection;
  nats::NatsRequests requests{connection, clock, timer};
};

class BrokerInUse : public testing::Test {
 protected:
  Process& as(const std::string& user) {
    auto& process = processes_[user];
    if (!process) process = std::make_unique<Process>(broker_, broker_.server().url(), user);
    return *process;
  }
  std::expected<shared::Message, shared::Silence> ask(const std::string& user,
                                                      const std::string& service) {
    std::promise<std::expected<shared::Message, shared::Silence>> said;
    auto answer = said.get_future();
    as(user).requests.ask(service, {{}, "?"}, ms{30'000}, [&](auto came) {
      said.set_value(std::move(came));
    });
    return answer.get();
  }
  // Whether `user` gets an answer of so many bytes from `by`, which serves that.
  bool answered(const std::string& user, const std::string& service, const std::string& by,
                std::size_t bytes = 10) {
    const auto serving = as(by).requests.serve(service, [&](auto, auto reply) {
      reply({{}, std::string(bytes, 'x')});
    });
    as(by).settle();
    const auto answer = ask(user, service);
    return answer && answer->body.size() == bytes;
  }
  static sync::Commit commit(sync::Offset offset) {
    sync::Commit commit;
    commit.events.resize(1);
    auto& event = commit.events.front();
    event.offset = offset;
    event.aggregate_type = "user";
    event.key = "usr_1";
    event.version = offset;
    event.type = "user.registered";
    event.payload = "{}";
    return commit;
  }
  void publish(const std::string& module, sync::Offset offset) {
    nats::JetStreamEventStream stream(as(module).connection, module + "/0", {});
    const auto end = stream.end();
    ASSERT_TRUE(end) << end.error().text;
    const std::vector commits{commit(offset)};
    const auto done = stream.publish(end->sequence, commits, offset - 1);
    ASSERT_TRUE(done) << done.error().text;
  }

  test::NatsBroker broker_{{"shop=user"}};
  std::map<std::string, std::unique_ptr<Process>> processes_;
};

TEST_F(BrokerInUse, QuestionsAreAnsweredWhereTheyMayBeAsked) {
  struct Case {
    const char* asks;
    const char* service;
    const char* by;
  };
  for (const auto& [asks, service, by] :
       {Case{"gateway", "user", "user"}, Case{"gateway", "billing", "billing"},
        Case{"gateway", "user_keys", "user"}, Case{"gateway", "user.log", "user"},
        Case{"billing", "user.log", "user"}, Case{"user", "billing.log", "billing"},
        Case{"user", "webhook.followers", "webhook"}, Case{"insight", "billing.time", "billing"}}) {
    EXPECT_TRUE(answered(asks, service, by)) << asks << " asks " << service;
  }
  EXPECT_TRUE(answered("gateway", "user", "user", 20 * 1024 * 1024)) << "in pieces";
  for (const auto& [user, process] : processes_) EXPECT_EQ(process->refused(), "") << user;
}

TEST_F(BrokerInUse, AnAnswerIsNeverGivenAsAnEventOrAQuestion) {
  const auto serving = as("user").requests.serve("user", [](auto, auto reply) { reply({}); });
  as("user").settle();
  std::atomic<int> heard = 0;
  const auto live = nats::Subscription::open(as("gateway").connection.link(), "cleave.user.0.>",
                                             "", [&](auto) { ++heard; });
  const auto link = as("gateway").connection.link();
  natsConnection_PublishRequestString(link.get(), "cleave.ask.user", "cleave.user.0.forged", "?");
  EXPECT_TRUE(ask("gateway", "user"));  // behind the other
  natsConnection_FlushTimeout(as("user").connection.link().get(), 30'000);
  natsConnection_FlushTimeout(link.get(), 30'000);
  EXPECT_EQ(heard, 0);
}

TEST_F(BrokerInUse, ALogIsRelayedAndFollowed) {
  publish("user", 1);
  nats::JetStreamDelivery delivery(as("billing").connection, "user/0", 0, [] {}, {});
  EXPECT_TRUE(eventually([&] { return delivery.take(10).size() == 1; }));
  publish("user", 2);
  EXPECT_TRUE(eventually([&] { return delivery.take(10).size() == 1; }));
  EXPECT_EQ(as("billing").refused(), "");
  EXPECT_EQ(as("user").refused(), "");
}

TEST_F(BrokerInUse, InstancesOfAModuleTellEachOtherThatItsStoreMovedAndNobodyElseDoes) {
  for (const std::string module : {"user", "billing", "insight", "webhook"}) {
    const auto subject = nats::moved_subject(module + "/0", "log");
    std::atomic<bool> heard = false;
    const nats::Hint hint{as(module).connection, subject, [&] { heard = true; }};
    as(module).settle();
    hint.say();
    EXPECT_TRUE(eventually([&] { return heard.load(); })) << module;
    for (const std::string other : {"user", "billing", "gateway", "shop"}) {
      if (other == module) continue;
      heard = false;
      natsConnection_PublishString(as(other).connection.link().get(), subject.c_str(), "");
      as(other).settle();
      EXPECT_TRUE(eventually([&] { return as(other).refused().contains(subject); })) << other;
      as(module).settle();
      EXPECT_FALSE(heard) << other;
    }
  }
}

TEST_F(BrokerInUse, WhoMayNotFollowALogIsToldWhichRightIsMissing) {
  publish("insight", 1);
  nats::JetStreamDelivery delivery(as("billing").connection, "insight/0", 0, [] {}, {});
  EXPECT_TRUE(eventually([&] { return !as("billing").refused().empty(); }));
  EXPECT_TRUE(as("billing").refused().contains("CLEAVE_INSIGHT_0")) << as("billing").refused();
}

}  // namespace
