#include <adapters/nats/connection.hpp>

#include <gtest/gtest.h>

#include <atomic>
#include <fstream>

#include <adapters/nats/subscription.hpp>

#include <tests/nats/eventually.hpp>
#include <tests/nats/notices.hpp>
#include <tests/support/nats_server.hpp>

namespace {

using nats::Connection;
using nats::Notice;
using nats_test::eventually;
using nats_test::Notices;
using nats_test::settings_of;

TEST(Connection, StandsOnceTheServerIsThereHoweverLateItComes) {
  test::NatsServer server;
  server.stop();
  Notices notices;
  Connection connection(settings_of(server.url()), notices.told());
  EXPECT_TRUE(eventually([&] { return notices.has(Notice::Kind::away); }));
  EXPECT_EQ(connection.link(), nullptr);
  server.start();
  EXPECT_TRUE(eventually([&] { return connection.link() != nullptr; }));
  EXPECT_TRUE(notices.has(Notice::Kind::connected));
}

TEST(Connection, StandsAgainAfterTheServerWasKilledAndItsWatchersAreTold) {
  test::NatsServer server;
  Notices notices;
  Connection connection(settings_of(server.url()), notices.told());
  std::atomic<int> stood{0};
  std::atomic<int> lost{0};
  const auto watch = connection.watch([&](const nats::Link& link) { ++(link ? stood : lost); });
  ASSERT_TRUE(eventually([&] { return stood == 1; }));
  server.kill();
  ASSERT_TRUE(eventually([&] { return lost == 1; }));
  server.start();
  EXPECT_TRUE(eventually([&] { return stood == 2; }));
}

TEST(Connection, GivesUpAServerThatHangsAndTakesItBackWhenItWakes) {
  test::NatsServer server;
  Notices notices;
  Connection connection(settings_of(server.url()), notices.told());
  ASSERT_TRUE(eventually([&] { return connection.link() != nullptr; }));
  server.freeze();
  EXPECT_TRUE(eventually([&] { return connection.link() == nullptr; }));
  server.thaw();
  EXPECT_TRUE(eventually([&] { return connection.link() != nullptr; }));
}

TEST(Connection, CarriesMessagesAndItsSubscriptionsEndWithoutTheServer) {
  test::NatsServer server;
  Notices notices;
  Connection connection(settings_of(server.url()), notices.told());
  ASSERT_TRUE(eventually([&] { return connection.link() != nullptr; }));
  std::atomic<int> taken{0};
  auto subscription = nats::Subscription::open(connection.link(), "some.subject", "",
                                               [&](nats::MessagePtr) { ++taken; });
  ASSERT_NE(subscription, nullptr);
  for (int i = 0; i < 100; ++i) {
    natsConnection_PublishString(connection.link().get(), "some.subject", "words");
  }
  EXPECT_TRUE(eventually([&] { return taken == 100; }));
  const auto lost = connection.link();
  server.kill();
  EXPECT_TRUE(eventually([&] { return connection.link() == nullptr; }));
  subscription.reset();
  EXPECT_EQ(nats::Subscription::open(lost, "some.subject", "", [](nats::MessagePtr) {}), nullptr);
}

constexpr auto one_user = R"(
authorization { users: [
  { user: "test", password: "right",
    permissions: { publish: ["mine.>"], subscribe: ["mine.>", "_INBOX_test.>"] } } ] }
)";

class WithPassword : public testing::Test {
 protected:
  nats::Settings settings(const std::string& password) {
    auto settings = settings_of(server_.url());
    settings.user = "test";
    settings.password_file = folder_.path() / "password";
    std::ofstream(settings.password_file) << password << '\n';
    return settings;
  }
  test::TempFolder folder_;
  test::NatsServer server_{one_user};
  Notices notices_;
};

TEST_F(WithPassword, ASubjectBeyondOnesRightsIsTold) {
  Connection connection(settings("right"), notices_.told());
  ASSERT_TRUE(eventually([&] { return connection.link() != nullptr; }));
  natsConnection_PublishString(connection.link().get(), "others.words", "x");
  EXPECT_TRUE(eventually([&] { return notices_.has(Notice::Kind::refused, "others.words"); }));
  const auto subscription =
      nats::Subscription::open(connection.link(), "others.>", "", [](nats::MessagePtr) {});
  EXPECT_TRUE(eventually([&] { return notices_.has(Notice::Kind::refused, "others.>"); }));
}

TEST_F(WithPassword, AWrongOneIsToldWithoutItAndARightOneIsTakenOnceItIsThere) {
  const auto wrong = settings("wr0ng-secret");
  Connection connection(wrong, notices_.told());
  EXPECT_TRUE(eventually([&] { return notices_.has(Notice::Kind::refused); })) << notices_.text();
  EXPECT_FALSE(notices_.text().contains("wr0ng-secret"));
  std::ofstream(wrong.password_file) << "right\n";
  EXPECT_TRUE(eventually([&] { return connection.link() != nullptr; }));
}

TEST_F(WithPassword, AFileThatIsMissingRefusesTheStartByItsName) {
  auto settings = this->settings("right");
  settings.password_file = folder_.path() / "absent";
  try {
    Connection connection(settings, notices_.told());
    FAIL() << "it was taken";
  } catch (const std::runtime_error& refused) {
    EXPECT_TRUE(std::string{refused.what()}.contains("absent")) << refused.what();
  }
}

TEST(NatsUrl, IsRefusedWhereItIsNoneOrHoldsSecrets) {
  for (const auto* url : {"", "127.0.0.1:4222", "http://a:1", "nats://a", "nats://a:x",
                          "nats://a:99999", "nats://u:p@a:4222", "nats://a:1,", "nats://:1"}) {
    EXPECT_THROW(nats::parse_addresses(url), std::runtime_error) << url;
  }
  const auto addresses = nats::parse_addresses("nats://a:1,tls://[::1]:4222");
  ASSERT_EQ(addresses.size(), 2u);
  EXPECT_EQ(addresses[0].host, "a");
  EXPECT_FALSE(addresses[0].tls);
  EXPECT_EQ(addresses[1].host, "::1");
  EXPECT_TRUE(addresses[1].tls);
}

}  // namespace
