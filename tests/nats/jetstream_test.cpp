#include <adapters/nats/jetstream.hpp>

#include <gtest/gtest.h>

#include <tests/nats/operator.hpp>
#include <tests/support/nats_server.hpp>

namespace {

TEST(JetStream, SaysWhatToSetWhereTheBrokerHasTooFewServersForTheReplicas) {
  const test::NatsServer server;
  nats_test::Operator somebody{server.url()};
  nats::JetStream jetstream(somebody.link());
  const auto made = jetstream.declare("user/0", {.replicas = 3});
  ASSERT_FALSE(made);
  EXPECT_TRUE(made.error().text.contains("nats.stream_replicas")) << made.error().text;
  EXPECT_TRUE(jetstream.declare("user/0", {.replicas = 1}));
}

TEST(JetStream, GivesAStreamTheSizeThatIsSetNow) {
  const test::NatsServer server;
  nats_test::Operator somebody{server.url()};
  nats::JetStream jetstream(somebody.link());
  constexpr std::int64_t mib = 1024 * 1024;
  for (const auto bytes_max : {8 * mib, 64 * mib, 8 * mib}) {
    ASSERT_TRUE(jetstream.declare("user/0", {.bytes_max = bytes_max}));
    jsStreamInfo* info = nullptr;
    jsCtx* context = nullptr;
    ASSERT_EQ(natsConnection_JetStream(&context, somebody.link().get(), nullptr), NATS_OK);
    ASSERT_EQ(js_GetStreamInfo(&info, context, "CLEAVE_USER_0", nullptr, nullptr), NATS_OK);
    EXPECT_EQ(info->Config->MaxBytes, bytes_max);
    jsStreamInfo_Destroy(info);
    jsCtx_Destroy(context);
  }
}

}  // namespace
