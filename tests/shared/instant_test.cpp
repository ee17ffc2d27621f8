#include <shared/domain/instant.hpp>

#include <gtest/gtest.h>

#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

using shared::from_unix_ms;
using shared::parse_rfc3339;
using shared::to_rfc3339;

TEST(InstantText, IsRfc3339InUtcWithMilliseconds) {
  EXPECT_EQ(to_rfc3339(from_unix_ms(0)), "1970-01-01T00:00:00.000Z");
  EXPECT_EQ(to_rfc3339(from_unix_ms(1'795'000'000'123)), "2026-11-18T11:06:40.123Z");
  EXPECT_EQ(to_rfc3339(from_unix_ms(-1)), "1969-12-31T23:59:59.999Z");
  EXPECT_EQ(parse_rfc3339("2024-02-29T12:00:00Z"), from_unix_ms(1'709'208'000'000));
}

TEST(InstantText, IsRefusedInAnyOtherForm) {
  for (const auto* text :
       {"", "2024-02-29", "2023-02-29T12:00:00Z", "2024-13-01T00:00:00Z", "2024-01-01T24:00:00Z",
        "2024-01-01T00:60:00Z", "2024-01-01T00:00:60Z", "2024-01-01T00:00:00",
        "2024-1-01T00:00:00Z", "2024-01-01T00:00:00.1Z", "2024-01-01T00:00:00+00:00",
        "2024-01-01t00:00:00Z", "2024-01-01T00:00:00Z "}) {
    EXPECT_FALSE(parse_rfc3339(text)) << text;
  }
}

RC_GTEST_PROP(InstantText, ComesBackAsItWas, ()) {
  constexpr std::int64_t year_0 = -62'167'219'200'000;
  constexpr std::int64_t year_10000 = 253'402'300'800'000;
  const auto at = from_unix_ms(*rc::gen::inRange(year_0, year_10000));
  RC_ASSERT(parse_rfc3339(to_rfc3339(at)) == at);
}
