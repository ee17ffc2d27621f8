#include <gtest/gtest.h>

#include <user/domain/user.hpp>

namespace {

using user::Email;
using user::Profile;
using user::Status;
using user::User;

const auto monday = shared::from_unix_ms(1'000);
const auto tuesday = shared::from_unix_ms(2'000);

User ada() {
  return {user::UserId{}, *Email::parse("ada@example.com"), Profile{}, monday};
}

TEST(User, BeginsActiveAtVersionOneWithTheDefaults) {
  const auto is = ada().fields();
  EXPECT_EQ(is.version, 1);
  EXPECT_EQ(is.status, Status::active);
  EXPECT_EQ(is.profile.display_name.text(), "");
  EXPECT_EQ(is.profile.locale.text(), "en");
  EXPECT_EQ(is.profile.time_zone.text(), "UTC");
  EXPECT_EQ(is.created_at, monday);
  EXPECT_EQ(is.updated_at, monday);
}

TEST(User, CountsEachChangeAndSaysWhen) {
  User user = ada();
  EXPECT_TRUE(user.change_email(*Email::parse("king@example.com"), tuesday));
  EXPECT_EQ(user.fields().version, 2);
  EXPECT_EQ(user.fields().created_at, monday);
  EXPECT_EQ(user.fields().updated_at, tuesday);
  EXPECT_TRUE(user.deactivate(tuesday));
  EXPECT_TRUE(user.reactivate(tuesday));
  Profile profile = user.fields().profile;
  profile.locale = *user::Locale::parse("de");
  EXPECT_TRUE(user.update_profile(profile, tuesday));
  EXPECT_EQ(user.fields().version, 5);
}

TEST(User, StaysAsItIsWhereNothingIsNew) {
  User user = ada();
  EXPECT_FALSE(user.change_email(*Email::parse("ada@example.com"), tuesday));
  EXPECT_FALSE(user.update_profile(Profile{}, tuesday));
  EXPECT_FALSE(user.reactivate(tuesday));
  EXPECT_EQ(user, ada());
}

TEST(User, MayWriteTheSameAddressOtherwise) {
  User user = ada();
  EXPECT_TRUE(user.change_email(*Email::parse("Ada@Example.com"), tuesday));
  EXPECT_EQ(user.fields().email.written(), "Ada@Example.com");
}

}  // namespace
