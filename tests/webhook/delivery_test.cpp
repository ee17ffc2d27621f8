#include <gtest/gtest.h>

#include <tests/webhook/world.hpp>

namespace webhook_test {
namespace {

using webhook::Attempt;
using webhook::Delivery;
using webhook::DeliveryId;
using webhook::DeliveryStatus;

constexpr shared::Instant start = shared::from_unix_ms(1'000'000);

Delivery fresh() {
  return Delivery{{.id = {},
                   .endpoint = {},
                   .message_id = "m",
                   .type = "t",
                   .log = {},
                   .object = {},
                   .body = "{}",
                   .next_at = start,
                   .error = {},
                   .created_at = start,
                   .settled_at = {}}};
}

TEST(Retries, WaitLongerEachTimeAndAreGivenUp) {
  const std::chrono::milliseconds expected[] = {5s, 5min, 30min, 2h, 5h, 10h, 14h, 20h, 24h};
  int attempts = 0;
  for (const auto wait : expected) {
    EXPECT_EQ(webhook::wait_after(++attempts, DeliveryId{}), wait) << attempts;
  }
  EXPECT_EQ(webhook::wait_after(10, DeliveryId{}), std::nullopt);
  EXPECT_EQ(webhook::wait_after(0, DeliveryId{}), std::nullopt);
}

TEST(Retries, AreSpreadByUpToATenthAndAlwaysTheSame) {
  std::chrono::milliseconds longest{0};
  for (int i = 0; i < 1000; ++i) {
    DeliveryId id;
    id.uuid.bytes[14] = static_cast<std::uint8_t>(i >> 8);
    id.uuid.bytes[15] = static_cast<std::uint8_t>(i);
    const auto wait = *webhook::wait_after(4, id);
    EXPECT_GE(wait, 2h);
    EXPECT_LE(wait, 2h + 12min);
    EXPECT_EQ(wait, *webhook::wait_after(4, id));
    longest = std::max(longest, wait);
  }
  EXPECT_EQ(longest, 2h + 12min);
}

TEST(Delivery, IsSettledByItsFirstSuccess) {
  auto delivery = fresh();
  delivery.attempted({.outcome = Attempt::Outcome::succeeded, .status_code = 204, .error = {}},
                     start + 1s);
  const auto& is = delivery.fields();
  EXPECT_EQ(is.status, DeliveryStatus::succeeded);
  EXPECT_EQ(is.attempts, 1);
  EXPECT_EQ(is.status_code, 204);
  EXPECT_EQ(is.next_at, std::nullopt);
  EXPECT_EQ(is.settled_at, start + 1s);
}

TEST(Delivery, FailsAfterItsTenthAttempt) {
  auto delivery = fresh();
  const Attempt failed{.outcome = Attempt::Outcome::failed, .status_code = 500, .error = "no"};
  for (int i = 0; i < 9; ++i) {
    delivery.attempted(failed, start);
    EXPECT_TRUE(delivery.pending());
    EXPECT_EQ(delivery.fields().next_at, start + *webhook::wait_after(i + 1, DeliveryId{}));
  }
  delivery.attempted(failed, start + 1h);
  EXPECT_EQ(delivery.fields().status, DeliveryStatus::failed);
  EXPECT_EQ(delivery.fields().attempts, 10);
  EXPECT_EQ(delivery.fields().error, "no");
}

TEST(Delivery, WaitsAsLongAsItsReceiverAsksButNoLongerThanADay) {
  struct Case {
    std::chrono::seconds asked;
    std::chrono::milliseconds wait;
  };
  const Case cases[] = {{0s, 5s}, {3s, 5s}, {60s, 60s}, {24h, 24h}, {25h, 24h}, {-1s, 5s}};
  for (const auto& [asked, wait] : cases) {
    auto delivery = fresh();
    delivery.attempted({.outcome = Attempt::Outcome::failed,
                        .status_code = 429,
                        .error = "slow down",
                        .retry_after = asked},
                       start);
    EXPECT_EQ(delivery.fields().next_at, start + wait) << asked.count();
  }
}

TEST(Delivery, CanBeSentAgainByHandAsIfForTheFirstTime) {
  auto delivery = fresh();
  delivery.attempted({.outcome = Attempt::Outcome::gone, .status_code = 410, .error = "gone"},
                     start);
  EXPECT_EQ(delivery.fields().status, DeliveryStatus::failed);
  delivery.replay(start + 1h);
  EXPECT_TRUE(delivery.pending());
  EXPECT_EQ(delivery.fields().attempts, 0);
  EXPECT_EQ(delivery.fields().next_at, start + 1h);
  EXPECT_EQ(delivery.fields().settled_at, std::nullopt);
}

TEST(Delivery, CutsWhatItSaysOfAnErrorBetweenCharacters) {
  auto delivery = fresh();
  delivery.attempted(
      {.outcome = Attempt::Outcome::failed, .error = std::string(199, 'x') + "\u20ac and more"},
      start);
  EXPECT_EQ(delivery.fields().error, std::string(199, 'x'));
}

struct Answer {
  int status;
  Attempt::Outcome outcome;
  bool asks_for_time;
};

TEST(Replies, MeanWhatTheirStatusSays) {
  using enum Attempt::Outcome;
  const Answer cases[] = {
      {200, succeeded, false}, {201, succeeded, false}, {204, succeeded, false},
      {299, succeeded, false}, {301, failed, false},    {302, failed, false},
      {304, failed, false},    {307, failed, false},    {308, failed, false},
      {400, failed, false},    {404, failed, false},    {410, gone, false},
      {429, failed, true},     {500, failed, false},    {503, failed, true},
      {100, failed, false},    {600, failed, false},    {0, failed, false},
  };
  for (const auto& [status, outcome, asks_for_time] : cases) {
    const auto attempt =
        webhook::attempt_of({.status = status, .error = "no answer", .retry_after = 7s});
    EXPECT_EQ(attempt.outcome, outcome) << status;
    EXPECT_EQ(attempt.retry_after.has_value(), asks_for_time) << status;
    EXPECT_EQ(attempt.status_code, status);
    EXPECT_EQ(attempt.error.empty(), outcome == succeeded) << status;
  }
  EXPECT_EQ(webhook::attempt_of({.status = 302}).error,
            "The receiver answered 302. Redirects are not followed.");
}

}  // namespace
}  // namespace webhook_test
