#include <sync/application/encoding.hpp>

#include <gtest/gtest.h>

#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <tests/sync/samples.hpp>

namespace {

std::string frame() {
  samples::Log log;
  log.add({samples::event("a", 1), samples::event("b", 1)});
  return samples::frame("user/0", log.commits().front());
}

}  // namespace

TEST(Frame, ComesBackAsItWas) {
  samples::Log log;
  const auto& commit = log.add({samples::event("a", 1), samples::event("b", 7, true)});
  const auto read = sync::decode_frame(samples::frame("user/0", commit));
  ASSERT_TRUE(read);
  EXPECT_EQ(read->log, "user/0");
  EXPECT_EQ(read->commit, commit);
}

TEST(Frame, IsRefusedWhereOneByteIsMissingOrTooMany) {
  const auto whole = frame();
  for (std::size_t size = 0; size < whole.size(); ++size) {
    EXPECT_FALSE(sync::decode_frame(whole.substr(0, size))) << size;
  }
  EXPECT_FALSE(sync::decode_frame(whole + '\0'));
}

TEST(Frame, OfAnyBytesIsReadWithoutHarm) {
  const auto whole = frame();
  for (std::size_t at = 0; at < whole.size(); ++at) {
    for (const char mask : {'\x01', '\x80', '\xff'}) {
      auto damaged = whole;
      damaged[at] = static_cast<char>(damaged[at] ^ mask);
      static_cast<void>(sync::decode_frame(damaged));  // must not crash, nor take for ever
    }
  }
}

TEST(Frame, WithoutEventsIsNoFrame) {
  EXPECT_FALSE(sync::decode_frame(samples::frame("user/0", sync::Commit{})));
}

RC_GTEST_PROP(EventBytes, OfTwoDifferentEventsAreNeverTheSame,
              (const std::string& type, const std::string& key, const std::string& payload,
               std::uint8_t cut)) {
  auto one = samples::event(key, 1);
  one.aggregate_type = type;
  one.payload = payload;
  auto other = one;  // the same characters, divided differently
  const auto all = type + key;
  const auto at = all.empty() ? 0 : cut % all.size();
  other.aggregate_type = all.substr(0, at);
  other.key = all.substr(at);
  std::string a;
  std::string b;
  sync::encode(one, a);
  sync::encode(other, b);
  RC_ASSERT((a == b) == (one == other));
}
