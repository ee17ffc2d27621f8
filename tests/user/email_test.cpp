#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <user/domain/email.hpp>

namespace {

using user::Email;

std::string normal(std::string_view text) {
  const auto email = Email::parse(text);
  return email ? email->normal() : "refused: " + std::string{email.error().code};
}

TEST(Email, IsKeptAsItWasWritten) {
  EXPECT_EQ(Email::parse("Ada.Lovelace@Example.COM")->written(), "Ada.Lovelace@Example.COM");
}

TEST(Email, BelongsToOneUserWhateverItsLetterCase) {
  EXPECT_EQ(normal("ADA@example.com"), normal("ada@EXAMPLE.com"));
}

TEST(Email, LosesTheSpacesAroundIt) { EXPECT_EQ(normal(" \tada@b.org\r\n"), "ada@b.org"); }

TEST(Email, KeepsDotsAndTagsForTheyMayMeanOtherMailboxes) {
  EXPECT_NE(normal("a.da@b.org"), normal("ada@b.org"));
  EXPECT_NE(normal("ada+shop@b.org"), normal("ada@b.org"));
}

TEST(Email, MayBeInternationalised) {
  EXPECT_EQ(normal("JÖRG@münchen.de"), "jÖrg@münchen.de");  // only ASCII letters change
  EXPECT_EQ(normal("用户@例子.公司"), "用户@例子.公司");
}

TEST(Email, MayBeAsLongAsMailAllowsAndNoLonger) {
  const std::string label(60, 'd');
  const std::string domain = label + "." + label + "." + label + ".org";  // 186
  EXPECT_TRUE(Email::parse(std::string(64, 'l') + "@" + domain));
  EXPECT_FALSE(Email::parse(std::string(65, 'l') + "@" + domain));
  EXPECT_TRUE(Email::parse("l@" + label + "." + domain + std::string(5, 'e')));     // 254
  EXPECT_FALSE(Email::parse(std::string(64, 'l') + "@" + domain + ".abcdefg"));  // 259
}

TEST(Email, IsRefusedWhereNoMailCouldReachIt) {
  const std::vector<std::string> wrong = {
      "", " ", "ada", "@", "ada@", "@b.org", "a@b@c.org", "ada@b..org", "ada@.org", "ada@b.org.",
      "ada@-b.org", "ada@b-.org", "ada@b_c.org", "ada@[127.0.0.1]", "a da@b.org", "ada@b .org",
      "ada@b.org\nBcc: all@b.org", "ada\x7F@b.org", std::string{"ada\0@b.org", 10}, ".ada@b.org",
      "ada.@b.org", "\"ada\"@b.org", "<ada@b.org>", "Ada <ada@b.org>", "a,b@c.org", "\xFF@b.org",
      "ada\xC2\xA0@b.org", "ada\xE2\x80\x8B@b.org", "\xC0\xAF@b.org", "\xED\xA0\x80@b.org",
      "ada@" + std::string(64, 'd') + ".org",
  };
  for (const auto& text : wrong) {
    const auto email = Email::parse(text);
    ASSERT_FALSE(email) << text;
    EXPECT_EQ(email.error().code, "user.email_invalid");
    EXPECT_EQ(email.error().field, "/email");
  }
}

TEST(Email, ThatIsRefusedSaysWhy) {
  EXPECT_EQ(Email::parse("a@b@c.org").error().detail,
            "The e-mail address needs exactly one @.");
}

rc::Gen<std::string> address() {
  const auto word = rc::gen::nonEmpty(rc::gen::container<std::string>(
      rc::gen::elementOf(std::string{"abcXYZ089"})));
  return rc::gen::map(rc::gen::pair(word, word), [](const auto& parts) {
    return parts.first.substr(0, 64) + "@" + parts.second.substr(0, 63);
  });
}

RC_GTEST_PROP(Email, NormalisedTwiceIsNormalisedOnce, ()) {
  const auto once = normal(*address());
  RC_ASSERT(normal(once) == once);
}

RC_GTEST_PROP(Email, IsTheSameInAnyMixtureOfLetterCases, ()) {
  const std::string text = *address();
  std::string mixed = text;
  for (char& c : mixed) {
    const bool flip = *rc::gen::arbitrary<bool>();
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    if (flip && letter) c = static_cast<char>(c ^ 0x20);
  }
  RC_ASSERT(normal(mixed) == normal(text));
  RC_ASSERT(Email::stored(Email::parse(mixed)->written()) == *Email::parse(mixed));
}

RC_GTEST_PROP(Email, IsNeverReadFromBytesThatAreNotUtf8, (const std::string& bytes)) {
  RC_ASSERT(!Email::parse("a" + bytes + "\xFF" + "@b.org"));
}

}  // namespace
