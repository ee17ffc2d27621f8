#include <shared/domain/uuid.hpp>

#include <gtest/gtest.h>

#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

namespace {

using shared::Uuid;

Uuid uuid_of(const std::array<std::uint8_t, 16>& bytes) { return Uuid{bytes}; }

}  // namespace

RC_GTEST_PROP(UuidText, ComesBackAsItWas, (const std::array<std::uint8_t, 16>& bytes)) {
  const auto id = uuid_of(bytes);
  RC_ASSERT(shared::parse_uuid(shared::to_text(id)) == id);
  RC_ASSERT(shared::parse_prefixed("usr_", shared::prefixed("usr_", id)) == id);
}

RC_GTEST_PROP(UuidText, SortsAsTheUuidDoes,
              (const std::array<std::uint8_t, 16>& a, const std::array<std::uint8_t, 16>& b)) {
  const auto x = uuid_of(a);
  const auto y = uuid_of(b);
  RC_ASSERT((x < y) == (shared::prefixed("usr_", x) < shared::prefixed("usr_", y)));
  RC_ASSERT((x < y) == (shared::to_text(x) < shared::to_text(y)));
}

TEST(UuidText, IsRefusedInAnyOtherForm) {
  const auto text = shared::prefixed("usr_", Uuid{});
  EXPECT_EQ(text.size(), 30U);
  EXPECT_TRUE(shared::parse_prefixed("usr_", text));
  EXPECT_FALSE(shared::parse_prefixed("cus_", text));
  EXPECT_FALSE(shared::parse_prefixed("usr_", text + "0"));
  EXPECT_FALSE(shared::parse_prefixed("usr_", text.substr(0, 29)));
  EXPECT_FALSE(shared::parse_prefixed("usr_", text.substr(0, 29) + "w"));
  EXPECT_FALSE(shared::parse_prefixed("usr_", text.substr(0, 29) + "1")) << "bits beyond the 128th";
  EXPECT_FALSE(shared::parse_prefixed("usr_", "usr_" + std::string(26, 'A')));
  EXPECT_FALSE(shared::parse_uuid("01932F6A-7C1E-7B3A-8F00-3D2E1A5B9C77"));
  EXPECT_FALSE(shared::parse_uuid("01932f6a07c1e-7b3a-8f00-3d2e1a5b9c77"));
}
