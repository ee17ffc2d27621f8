#include <string>

#include <gtest/gtest.h>

#include <user/domain/display_name.hpp>
#include <user/domain/locale.hpp>
#include <user/domain/metadata.hpp>
#include <user/domain/time_zone.hpp>

namespace {

using user::DisplayName;
using user::Locale;
using user::Metadata;
using user::TimeZone;

TEST(DisplayName, MayBeEmptyAndInAnyScript) {
  for (const auto* text :
       {"", "Ada", "Søren Kierkegaard", "Владимир", "山田太郎", "👩‍🚀"}) {
    ASSERT_TRUE(DisplayName::parse(text)) << text;
    EXPECT_EQ(DisplayName::parse(text)->text(), text);
  }
}

TEST(DisplayName, IsCountedInCodePointsNotBytes) {
  std::string long_name;
  for (int i = 0; i < 200; ++i) long_name += "ä";
  EXPECT_TRUE(DisplayName::parse(long_name));
  EXPECT_FALSE(DisplayName::parse(long_name + "a"));
}

TEST(DisplayName, HoldsNoControlCharactersAndOnlyUtf8) {
  for (const auto* text : {"a\nb", "a\tb", "\x1B[31m", "\x7F", "\xC2\x85", "\xE2\x80\xA8", "\xFF",
                           "\xE4", "\xF4\x90\x80\x80", "\xE0\x80\xAF", "\xF0\x80\x80\xAF"}) {
    const auto name = DisplayName::parse(text);
    ASSERT_FALSE(name) << text;
    EXPECT_EQ(name.error().code, "user.display_name_invalid");
  }
}

TEST(Locale, HasTheShapeOfALanguageTag) {
  for (const auto* text : {"en", "en-GB", "zh-Hant-TW", "de-CH-1996", "sl-rozaj-biske", "es-419"}) {
    EXPECT_TRUE(Locale::parse(text)) << text;
  }
  for (const auto* text : {"", "e", "en_GB", "en-", "-en", "1n", "en--GB", "englishes", "en GB",
                           "en-abcdefghi", "en-a-b-c-d-e-f-g-h-i-j-k-l-m-n-o-p-q"}) {
    ASSERT_FALSE(Locale::parse(text)) << text;
    EXPECT_EQ(Locale::parse(text).error().code, "user.locale_invalid");
  }
}

TEST(TimeZone, HasTheShapeOfAnIanaName) {
  for (const auto* text : {"UTC", "Europe/Berlin", "America/Argentina/Buenos_Aires", "Etc/GMT+12",
                           "America/Port-au-Prince", "GMT0"}) {
    EXPECT_TRUE(TimeZone::parse(text)) << text;
  }
  for (const auto* text : {"", "/UTC", "Europe/", "Europe//Berlin", "+01:00", "../etc/passwd",
                           "Europe/Ber lin", "Europe\\Berlin", "Zürich"}) {
    ASSERT_FALSE(TimeZone::parse(text)) << text;
    EXPECT_EQ(TimeZone::parse(text).error().code, "user.time_zone_invalid");
  }
  EXPECT_FALSE(TimeZone::parse(std::string(65, 'a')));
}

TEST(Metadata, IsBoundedInEveryDirection) {
  Metadata::Entries many;
  for (int i = 0; i < 50; ++i) many["name_" + std::to_string(i)] = "";
  EXPECT_TRUE(Metadata::parse(many));
  many["one_more"] = "";
  EXPECT_FALSE(Metadata::parse(many));

  EXPECT_TRUE(Metadata::parse({{std::string(40, 'n'), std::string(500, 'v')}}));
  EXPECT_FALSE(Metadata::parse({{std::string(41, 'n'), ""}}));
  EXPECT_FALSE(Metadata::parse({{"n", std::string(501, 'v')}}));
  EXPECT_FALSE(Metadata::parse({{"", "v"}}));
}

TEST(Metadata, ThatIsWrongNamesTheEntry) {
  const auto metadata = Metadata::parse({{"good", "ok"}, {"a/b~c", "\xFF"}});
  ASSERT_FALSE(metadata);
  EXPECT_EQ(metadata.error().code, "user.metadata_invalid");
  EXPECT_EQ(metadata.error().field, "/metadata/a~1b~0c");
  EXPECT_FALSE(Metadata::parse({{"n", std::string{"\0", 1}}}));
}

}  // namespace
