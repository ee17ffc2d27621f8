#include <string>
#include <vector>

#include <gtest/gtest.h>

#include <webhook/domain/event_filters.hpp>
#include <webhook/domain/url.hpp>

namespace webhook_test {
namespace {

using webhook::EventFilters;
using webhook::Url;

struct Readable {
  std::string text;
  std::string normal;
};

TEST(Url, HasANormalForm) {
  const Readable cases[] = {
      {"https://example.com", "https://example.com/"},
      {"HTTPS://Example.COM/Hook?A=b", "https://example.com/Hook?A=b"},
      {"https://example.com:443/x", "https://example.com/x"},
      {"https://example.com:8443/x", "https://example.com:8443/x"},
      {"https://example.com?x=1", "https://example.com/?x=1"},
      {"https://xn--bcher-kva.example/%C3%A4", "https://xn--bcher-kva.example/%C3%A4"},
      {"https://93.184.216.34/", "https://93.184.216.34/"},
      {"https://[2606:4700:4700::1111]:444/x", "https://[2606:4700:4700::1111]:444/x"},
      {"http://localhost:80/x", "http://localhost/x"},
  };
  for (const auto& [text, normal] : cases) {
    const auto url = Url::parse(text, true);
    ASSERT_TRUE(url) << text;
    EXPECT_EQ(url->text(), normal);
    EXPECT_EQ(Url::parse(normal, true)->text(), normal);
  }
  EXPECT_EQ(Url::parse("https://[2606::1]:444/x", false)->host(), "2606::1");
  EXPECT_EQ(Url::parse("https://[2606::1]:444/x", false)->authority(), "[2606::1]:444");
  EXPECT_EQ(Url::parse("https://example.com", false)->port(), 443);
  EXPECT_EQ(Url::parse("http://example.com", true)->port(), 80);
}

TEST(Url, IsRefusedWhereItCouldMeanSomethingElse) {
  const std::string cases[] = {
      "",
      "example.com",
      "ftp://example.com/",
      "file:///etc/passwd",
      "javascript:alert(1)",
      "//example.com/",
      "https:/example.com/",
      "https://",
      "https:///x",
      "https://user@example.com/",
      "https://user:secret@example.com/",
      "https://example.com@127.0.0.1/",
      "https://example.com\\@127.0.0.1/",
      "https://example.com#part",
      "https://example.com/#part",
      "https://example.com:0/",
      "https://example.com:65536/",
      "https://example.com:-1/",
      "https://example.com:+80/",
      "https://example.com: 80/",
      "https://example.com:/",
      "https://exa mple.com/",
      "https://example.com/a b",
      "https://example.com/\r\nHost: other",
      "https://example.com\r\n/",
      "https://ex\u00e4mple.com/",
      "https://example.com/\u00e4",
      "https://example..com/",
      "https://.example.com/",
      "https://-example.com/",
      "https://example.com/%zz",
      "https://example.com/%4",
      "https://[::1/",
      "https://[::1]x/",
      "https://[fe80::1%25eth0]/",
      "https://[example.com]/",
      "https://" + std::string(254, 'a') + "/",
      "https://example.com/" + std::string(2048, 'a'),
  };
  for (const auto& text : cases) {
    EXPECT_FALSE(Url::parse(text, true)) << text;
    EXPECT_FALSE(Url::parse(text, false)) << text;
  }
}

TEST(Url, IsPlainOnlyWhereThatIsAllowed) {
  EXPECT_FALSE(Url::parse("http://example.com/", false));
  EXPECT_TRUE(Url::parse("http://example.com/", true));
}

struct Wish {
  std::vector<std::string> patterns;
  std::string type;
  bool wanted;
};

TEST(EventFilters, WantWhatTheyName) {
  const Wish cases[] = {
      {{"*"}, "user.registered", true},
      {{"*"}, "billing.invoice_paid", true},
      {{"user.*"}, "user.registered", true},
      {{"user.*"}, "billing.invoice_paid", false},
      {{"user.*"}, "users.registered", false},
      {{"user.registered"}, "user.registered", true},
      {{"user.registered"}, "user.registered_again", false},
      {{"user.registered", "billing.*"}, "billing.invoice_paid", true},
      // Keys let programs in: nobody hears of them by accident.
      {{"*"}, "api_key.created", false},
      {{"api_key.*"}, "api_key.created", false},
      {{"api_key.created"}, "api_key.created", true},
      {{"api_key.created"}, "api_key.revoked", false},
  };
  for (const auto& [patterns, type, wanted] : cases) {
    EXPECT_EQ(EventFilters::parse(patterns)->want(type), wanted) << patterns.front() << ' ' << type;
  }
}

TEST(EventFilters, AreReadStrictly) {
  for (const char* bad : {"", ".", "user.", ".user", "user..x", "User.*", "us*", "*.x", "user.*.x",
                          "user .x", "**", "user.re*"}) {
    EXPECT_FALSE(EventFilters::parse({bad})) << bad;
  }
  EXPECT_FALSE(EventFilters::parse({}));
  EXPECT_FALSE(EventFilters::parse({std::string(101, 'a')}));
  std::vector<std::string> many;
  for (int i = 0; i < 64; ++i) many.push_back("a.b" + std::to_string(i));
  EXPECT_TRUE(EventFilters::parse(many));
  many.push_back("one.more");
  EXPECT_FALSE(EventFilters::parse(many));
  EXPECT_EQ(EventFilters::parse({"a.b", "*", "a.b"})->patterns(),
            (std::vector<std::string>{"a.b", "*"}));
}

}  // namespace
}  // namespace webhook_test
