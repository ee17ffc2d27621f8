#include <set>
#include <string>
#include <thread>
#include <vector>

#include <adapters/system/sodium_digest.hpp>
#include <adapters/system/system_clock.hpp>
#include <adapters/system/token.hpp>
#include <adapters/system/uuid_v7_ids.hpp>
#include <gtest/gtest.h>

namespace {

class StillClock final : public shared::Clock {
 public:
  shared::Instant now() override { return at; }
  std::chrono::milliseconds monotonic() override { return {}; }
  shared::Instant at = shared::from_unix_ms(0x0193'2F6A'7C1E);
};

TEST(SystemClock, TellsUtcAndNeverGoesBack) {
  os::SystemClock clock;
  const auto before = clock.monotonic();
  EXPECT_GT(clock.now(), shared::from_unix_ms(1'700'000'000'000));
  EXPECT_GE(clock.monotonic(), before);
}

TEST(UuidV7Ids, AreVersionSevenAndBeginWithTheTime) {
  StillClock clock;
  os::UuidV7Ids ids(clock);
  const auto text = shared::to_text(ids.next());
  EXPECT_EQ(text.substr(0, 13), "01932f6a-7c1e");
  EXPECT_EQ(text[14], '7');
  EXPECT_NE(std::string("89ab").find(text[19]), std::string::npos);
}

TEST(UuidV7Ids, GrowWhateverTheClockDoes) {
  StillClock clock;
  os::UuidV7Ids ids(clock);
  auto last = ids.next();
  for (int i = 0; i < 10'000; ++i) {
    if (i % 100 == 50) clock.at -= std::chrono::hours{1};
    if (i % 100 == 99) clock.at += std::chrono::hours{1};
    const auto id = ids.next();
    ASSERT_LT(last, id);
    last = id;
  }
}

TEST(UuidV7Ids, DoNotRunOutWithinAMillisecond) {
  StillClock clock;
  os::UuidV7Ids ids(clock);
  auto last = ids.next();
  for (int i = 0; i < (1 << 22) + 10; ++i) {
    const auto id = ids.next();
    ASSERT_LT(last, id);
    last = id;
  }
}

TEST(UuidV7Ids, AreNeverDrawnTwiceByAnyThread) {
  os::SystemClock clock;
  os::UuidV7Ids ids(clock);
  std::vector<std::vector<shared::Uuid>> drawn(4);
  {
    std::vector<std::jthread> threads;
    for (auto& mine : drawn) {
      threads.emplace_back([&ids, &mine] {
        for (int i = 0; i < 2000; ++i) mine.push_back(ids.next());
      });
    }
  }
  std::set<shared::Uuid> all;
  for (const auto& mine : drawn) all.insert(mine.begin(), mine.end());
  EXPECT_EQ(all.size(), 8000U);
}

TEST(SodiumDigest, IsBlake2b) {
  const os::SodiumDigest digest;
  EXPECT_EQ(sync::to_hex(digest.hash256("abc")),
            "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319");
  // BLAKE2b-128 of "abc" is cf4ab791c62b8d2b2109c90275287816, read as a little-endian number.
  EXPECT_EQ(sync::to_hex(digest.hash128("abc")), "1678287502c909212b8d2bc691b74acf");
}

TEST(SodiumDigest, HashesNothingToo) {
  EXPECT_EQ(sync::to_hex(os::SodiumDigest().hash256("")),
            "0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8");
}

TEST(Token, Is256RandomBitsAndLeavesOnlyItsHash) {
  const auto token = os::draw_token();
  EXPECT_EQ(token.size(), 47U);
  EXPECT_TRUE(token.starts_with("clv_"));
  EXPECT_EQ(token.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                                    "0123456789-_"),
            std::string::npos);
  EXPECT_NE(token, os::draw_token());
  EXPECT_EQ(os::token_hash("abc"),
            "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319");
}

}  // namespace
