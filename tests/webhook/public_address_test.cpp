#include <arpa/inet.h>
#include <gtest/gtest.h>

#include <webhook/domain/public_address.hpp>

namespace webhook_test {
namespace {

struct Case {
  const char* address;
  bool is_public;
};

bool judged(const char* text) {
  webhook::Ipv4 v4{};
  if (inet_pton(AF_INET, text, v4.data()) == 1) return webhook::is_public(v4);
  webhook::Ipv6 v6{};
  EXPECT_EQ(inet_pton(AF_INET6, text, v6.data()), 1) << text;
  return webhook::is_public(v6);
}

TEST(PublicAddress, IsOneThatIsGivenOutToThePublic) {
  const Case cases[] = {
      {"1.1.1.1", true},
      {"8.8.8.8", true},
      {"93.184.216.34", true},
      {"9.255.255.255", true},
      {"11.0.0.0", true},
      {"100.63.255.255", true},
      {"100.128.0.0", true},
      {"126.255.255.255", true},
      {"128.0.0.0", true},
      {"169.253.255.255", true},
      {"169.255.0.0", true},
      {"172.15.255.255", true},
      {"172.32.0.0", true},
      {"192.0.1.0", true},
      {"192.167.255.255", true},
      {"192.169.0.0", true},
      {"198.17.255.255", true},
      {"198.20.0.0", true},
      {"223.255.255.255", true},
      {"2606:4700:4700::1111", true},
      {"2a00:1450:4001::200e", true},
      {"2001:200::1", true},
      {"2003::1", true},
  };
  for (const auto& [address, is_public] : cases) EXPECT_EQ(judged(address), is_public) << address;
}

TEST(PublicAddress, IsNoneThatLeadsBackInside) {
  const Case cases[] = {
      // This machine, and this network.
      {"0.0.0.0", false},
      {"0.255.255.255", false},
      {"127.0.0.1", false},
      {"127.255.255.255", false},
      {"::", false},
      {"::1", false},
      // Private networks.
      {"10.0.0.0", false},
      {"10.255.255.255", false},
      {"172.16.0.0", false},
      {"172.31.255.255", false},
      {"192.168.0.0", false},
      {"192.168.255.255", false},
      {"fc00::1", false},
      {"fdff:ffff::1", false},
      // Carriers', benchmarks', documentation's, protocols'.
      {"100.64.0.0", false},
      {"100.127.255.255", false},
      {"192.0.0.8", false},
      {"192.0.2.1", false},
      {"192.88.99.1", false},
      {"198.18.0.0", false},
      {"198.19.255.255", false},
      {"198.51.100.1", false},
      {"203.0.113.1", false},
      {"2001:db8::1", false},
      {"2001:2::1", false},
      {"2001:10::1", false},
      {"3fff::1", false},
      {"2620:4f:8000::1", false},
  };
  for (const auto& [address, is_public] : cases) EXPECT_EQ(judged(address), is_public) << address;
}

TEST(PublicAddress, IsNoneOfTheLocalLinkOrOfManyOrOfNobody) {
  const Case cases[] = {
      // Link-local, and where clouds keep what a machine may know of itself.
      {"169.254.0.0", false},
      {"169.254.169.254", false},
      {"169.254.170.2", false},
      {"fe80::1", false},
      {"fd00:ec2::254", false},
      {"fec0::1", false},
      // Multicast, broadcast, reserved.
      {"224.0.0.1", false},
      {"239.255.255.255", false},
      {"240.0.0.1", false},
      {"255.255.255.255", false},
      {"ff02::1", false},
      {"5f00::1", false},
  };
  for (const auto& [address, is_public] : cases) EXPECT_EQ(judged(address), is_public) << address;
}

TEST(PublicAddress, IsNoneThatWrapsAnother) {
  const Case cases[] = {
      // What wraps an IPv4 address, public or not.
      {"::ffff:127.0.0.1", false},
      {"::ffff:169.254.169.254", false},
      {"::ffff:8.8.8.8", false},
      {"::127.0.0.1", false},
      {"64:ff9b::7f00:1", false},
      {"64:ff9b::808:808", false},
      {"64:ff9b:1::a00:1", false},
      {"2002:7f00:1::", false},
      {"2002:a9fe:a9fe::1", false},
      {"2001::7f00:1", false},
      {"100::1", false},
  };
  for (const auto& [address, is_public] : cases) EXPECT_EQ(judged(address), is_public) << address;
}

}  // namespace
}  // namespace webhook_test
