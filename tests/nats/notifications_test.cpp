#include <algorithm>
#include <mutex>
#include <vector>

#include <gtest/gtest.h>

#include <adapters/nats/notifications.hpp>

#include <tests/nats/eventually.hpp>
#include <tests/nats/notices.hpp>
#include <tests/support/nats_server.hpp>

// At most once: what is published while somebody listens.
namespace nats_test {
namespace {

sync::Commit commit_at(sync::Offset offset) {
  sync::Event event;
  event.offset = offset;
  event.aggregate_type = "user";
  event.key = "usr_1";
  event.version = 1;
  event.type = "user.registered";
  event.payload = "{}";
  return {1, {event}, {}, {}};
}

class Notifications : public testing::Test {
 protected:
  void publish(sync::Offset offset, const std::string& log = "user/0") {
    const auto message = nats::to_message(log, commit_at(offset), 0, "");
    const auto link = publisher_.link();
    if (!link) return;
    natsConnection_PublishMsg(link.get(), message.get());
    natsConnection_FlushTimeout(link.get(), 5'000);
  }
  bool heard(sync::Offset offset) {
    const std::scoped_lock lock(mutex_);
    return std::ranges::find(offsets_, offset) != offsets_.end();
  }
  // Publishes until it is heard: who listens is known to the broker a moment later.
  bool reaches(sync::Offset offset) {
    return eventually([&] { return publish(offset), heard(offset); });
  }

  test::NatsServer broker_;
  std::mutex mutex_;
  std::vector<sync::Offset> offsets_;
  nats::Connection publisher_{settings_of(broker_.url(), "user"), [](const auto&) {}};
  nats::Connection connection_{settings_of(broker_.url(), "gateway"), [](const auto&) {}};
  nats::Notifications notifications_{connection_, "user/0", [this](const auto& carried) {
                                       const std::scoped_lock lock(mutex_);
                                       offsets_.push_back(carried.event.offset);
                                     }};
};

TEST_F(Notifications, TellOfTheirLogAndOfNoOther) {
  ASSERT_TRUE(reaches(1));
  publish(7, "billing/0");
  ASSERT_TRUE(reaches(2));
  EXPECT_FALSE(heard(7));
}

TEST_F(Notifications, GoOnWithANewLink) {
  ASSERT_TRUE(reaches(1));
  natsConnection_Close(connection_.link().get());
  ASSERT_TRUE(reaches(2));
}

TEST_F(Notifications, NeverTellWhatWasPublishedBeforeTheyListened) {
  ASSERT_TRUE(reaches(1));
  std::mutex mutex;
  std::vector<sync::Offset> offsets;
  const nats::Notifications later{connection_, "user/0", [&](const auto& carried) {
                                    const std::scoped_lock lock(mutex);
                                    offsets.push_back(carried.event.offset);
                                  }};
  EXPECT_TRUE(eventually([&] {
    publish(2);
    const std::scoped_lock lock(mutex);
    return !offsets.empty();
  }));
  const std::scoped_lock lock(mutex);
  EXPECT_EQ(offsets.front(), 2U);
}

TEST_F(Notifications, PassOverWhatIsNoEvent) {
  ASSERT_TRUE(reaches(1));
  natsConnection_PublishString(publisher_.link().get(), "cleave.user.0.user.registered", "{");
  ASSERT_TRUE(reaches(2));
}

}  // namespace
}  // namespace nats_test
