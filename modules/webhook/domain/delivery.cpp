#include <webhook/domain/delivery.hpp>

#include <algorithm>
#include <array>

namespace webhook {
namespace {

using namespace std::chrono_literals;

constexpr auto words = std::to_array<std::pair<DeliveryStatus, std::string_view>>({
    {DeliveryStatus::pending, "pending"},
    {DeliveryStatus::succeeded, "succeeded"},
    {DeliveryStatus::failed, "failed"},
    {DeliveryStatus::canceled, "canceled"},
});

// After the first attempt, the second, ...
constexpr std::array<std::chrono::milliseconds, Delivery::attempts_max - 1> waits{
    5s, 5min, 30min, 2h, 5h, 10h, 14h, 20h, 24h};

// Not within a code point.
std::string cut(std::string_view text, std::size_t length_max) {
  if (text.size() <= length_max) return std::string(text);
  while (length_max > 0 && (static_cast<unsigned char>(text[length_max]) & 0xC0) == 0x80) {
    --length_max;
  }
  return std::string(text.substr(0, length_max));
}

}  // namespace

std::string_view to_text(DeliveryStatus status) {
  return std::ranges::find(words, status, &std::pair<DeliveryStatus, std::string_view>::first)
      ->second;
}

std::optional<DeliveryStatus> parse_delivery_status(std::string_view text) {
  for (const auto& [status, word] : words) {
    if (word == text) return status;
  }
  return std::nullopt;
}

std::optional<std::chrono::milliseconds> wait_after(int attempts, const DeliveryId& id) {
  if (attempts < 1 || attempts >= Delivery::attempts_max) return std::nullopt;
  const auto wait = waits.at(static_cast<std::size_t>(attempts) - 1);
  // The last bytes of an id are random.
  const auto& bytes = id.uuid.bytes;
  const int per_mille = (bytes[14] << 8 | bytes[15]) % 101;
  return wait + wait * per_mille / 1000;
}

void Delivery::attempted(const Attempt& attempt, shared::Instant now) {
  fields_.status_code = attempt.status_code;
  fields_.error = cut(attempt.error, error_max);
  using enum Attempt::Outcome;
  if (attempt.outcome == canceled) return settle(DeliveryStatus::canceled, now);
  ++fields_.attempts;
  if (attempt.outcome == succeeded) return settle(DeliveryStatus::succeeded, now);
  const auto wait = wait_after(fields_.attempts, fields_.id);
  if (attempt.outcome == gone || !wait) return settle(DeliveryStatus::failed, now);
  const auto asked =
      std::min<std::chrono::seconds>(attempt.retry_after.value_or(0s), retry_after_max);
  fields_.next_at = now + std::max<std::chrono::milliseconds>(*wait, asked);
}

void Delivery::replay(shared::Instant now) {
  fields_.status = DeliveryStatus::pending;
  fields_.attempts = 0;
  fields_.next_at = now;
  fields_.settled_at.reset();
}

void Delivery::settle(DeliveryStatus status, shared::Instant now) {
  fields_.status = status;
  fields_.next_at.reset();
  fields_.settled_at = now;
}

}  // namespace webhook
