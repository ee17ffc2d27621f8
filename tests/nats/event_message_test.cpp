#include <adapters/nats/event_message.hpp>

#include <gtest/gtest.h>

#include <adapters/nats/header_text.hpp>
#include <adapters/nats/names.hpp>

#include <tests/nats/user_log.hpp>

namespace {

using nats_test::awkward_text;

sync::Commit commit_of_three() {
  nats_test::UserLog log;
  log.say(2);
  log.say(3);
  auto commit = log.all().back();
  commit.epoch = 7;
  commit.events[0].key = awkward_text();
  commit.events[0].removes = true;
  commit.events[1].version = 9'007'199'254'740'993;
  commit.events[1].payload = std::string("\0 \r\n\xff", 5) + awkward_text();
  commit.events[2].traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
  commit.events[2].causation_depth = 16;
  commit.events[2].schema_version = 3;
  return commit;
}

// A server's first connection opens the library; here there is none.
class EventMessage : public testing::Test {
 protected:
  static void SetUpTestSuite() { ASSERT_EQ(nats_Open(-1), NATS_OK); }
};

TEST_F(EventMessage, IsReadBackAsItWasWrittenToTheByte) {
  const auto commit = commit_of_three();
  for (std::size_t at = 0; at < commit.events.size(); ++at) {
    const auto message = nats::to_message("user/0", commit, at, "");
    ASSERT_NE(message, nullptr);
    const auto read = nats::from_message("user/0", message.get());
    ASSERT_TRUE(read) << at;
    EXPECT_EQ(read->event, commit.events[at]) << at;
    EXPECT_EQ(read->epoch, 7u);
    EXPECT_EQ(read->commit_first, 3u);
    EXPECT_EQ(read->commit_last, 5u);
  }
  const auto last = nats::to_message("user/0", commit, 2, "");
  const auto read = nats::from_message("user/0", last.get());
  ASSERT_TRUE(read);
  EXPECT_EQ(read->chain, commit.chain);
  EXPECT_EQ(read->roots, commit.roots);
}

TEST_F(EventMessage, IsACloudEventInBinaryMode) {
  nats_test::UserLog log;
  log.say(1);
  const auto message = nats::to_message("user/0", log.all().front(), 0, "");
  const auto header = [&](const char* name) {
    const char* value = nullptr;
    natsMsgHeader_Get(message.get(), name, &value);
    return std::string{value != nullptr ? value : "(none)"};
  };
  EXPECT_EQ(header("ce-specversion"), "1.0");
  EXPECT_EQ(header("ce-id"), "00000000-0000-0000-0000-000000000001");
  EXPECT_EQ(header("ce-source"), "/cleave/user/0");
  EXPECT_EQ(header("ce-type"), "user.registered");
  EXPECT_EQ(header("ce-subject"), "usr_1");
  EXPECT_EQ(header("ce-time"), "2023-11-14T22:13:20.001Z");
  EXPECT_EQ(header("ce-datacontenttype"), "application/json");
  EXPECT_EQ(header("ce-sequence"), "1");
  EXPECT_EQ(header("ce-correlationid"), "(none)");
  EXPECT_EQ(header("Cleave-Commit"), "1-1");
  EXPECT_STREQ(natsMsg_GetSubject(message.get()), "cleave.user.0.user.registered");
}

TEST_F(EventMessage, WhatIsNotExactlyOneIsNone) {
  const auto commit = commit_of_three();
  const std::vector<std::pair<const char*, const char*>> wrong = {
      {"ce-specversion", "0.3"},   {"ce-source", "/cleave/billing/0"},
      {"ce-id", "7"},              {"ce-time", "yesterday"},
      {"ce-sequence", "5x"},       {"ce-sequence", "0"},
      {"ce-sequence", "6"},        {"ce-sequence", "18446744073709551616"},
      {"ce-epoch", "-1"},          {"Cleave-Commit", "3"},
      {"Cleave-Commit", "0-5"},    {"Cleave-Commit", "-"},
      {"Cleave-Chain", "00"},      {"Cleave-Roots", "user"},
      {"ce-subject", "%4"},        {"ce-subject", "%zz"},
  };
  for (const auto& [name, value] : wrong) {
    const auto message = nats::to_message("user/0", commit, 2, "");
    ASSERT_TRUE(nats::from_message("user/0", message.get()));
    natsMsgHeader_Set(message.get(), name, value);
    EXPECT_FALSE(nats::from_message("user/0", message.get())) << name << ": " << value;
  }
  natsMsg* bare = nullptr;
  natsMsg_Create(&bare, "cleave.user.0.x", nullptr, "garbage", 7);
  EXPECT_FALSE(nats::from_message("user/0", nats::MessagePtr{bare}.get()));
}

TEST(Names, FollowFromTheLog) {
  EXPECT_EQ(nats::stream_name("user/0"), "CLEAVE_USER_0");
  EXPECT_EQ(nats::subjects("user/0"), "cleave.user.0.>");
}

}  // namespace
