#include <set>
#include <stdexcept>

#include <gtest/gtest.h>

#include <tests/webhook/world.hpp>

namespace webhook_test {
namespace {

// The example of the Standard Webhooks specification.
TEST(Signature, IsThatOfTheSpecificationsExample) {
  const os::SodiumSigner signer;
  EXPECT_EQ(signer.sign(secret, R"(msg_p5jXN8AQM9LWM0D4loKWxJek.1614265330.{"test": 2432232314})"),
            "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
}

TEST(Signature, AWrongSecretIsABug) {
  const os::SodiumSigner signer;
  for (const char* wrong : {"", "whsec_", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_*"}) {
    EXPECT_THROW(signer.sign(wrong, "text"), std::invalid_argument) << wrong;
  }
}

TEST(Signature, SecretsAreDrawnOnceEach) {
  std::set<std::string> drawn;
  for (int i = 0; i < 100; ++i) drawn.insert(os::draw_webhook_secret());
  EXPECT_EQ(drawn.size(), 100U);
  const auto& one = *drawn.begin();
  EXPECT_EQ(one.size(), std::string("whsec_").size() + 44);
  EXPECT_NO_THROW(os::SodiumSigner{}.sign(one, "text"));
}

TEST(Signature, ASecretThatWasRotatedOutSignsTooForADay) {
  World world;
  const auto id = world.create(1);
  ASSERT_TRUE(world.run(
      world.module.rotate_secret,
      {.id = id, .expected_version = 1, .secret = another_secret, .at = world.clock.now()}));
  const auto signatures = [&] {
    world.hear("user.registered");
    world.courier->step();
    auto message = world.transport.on_their_way.front().message;
    world.step({.status = 200});
    return message;
  };
  const auto both = signatures();
  const auto text = both.id + '.' + both.timestamp + '.' + both.body;
  EXPECT_EQ(both.signature,
            world.signer.sign(another_secret, text) + ' ' + world.signer.sign(secret, text));
  EXPECT_EQ(both.timestamp, "1795168800");
  world.clock.pass(24h);
  const auto one = signatures();
  EXPECT_EQ(one.signature,
            world.signer.sign(another_secret, one.id + '.' + one.timestamp + '.' + one.body));
}

}  // namespace
}  // namespace webhook_test
