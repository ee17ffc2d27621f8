#include <billing/domain/payment.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>

namespace billing {
namespace {

using namespace std::chrono_literals;

constexpr auto words = std::to_array<std::pair<PaymentStatus, std::string_view>>({
    {PaymentStatus::pending, "pending"},
    {PaymentStatus::unknown, "unknown"},
    {PaymentStatus::succeeded, "succeeded"},
    {PaymentStatus::failed, "failed"},
});

// Most outcomes are known soon; what is not, a person is looking for by then.
constexpr auto waits = std::to_array<std::chrono::seconds>({10s, 1min, 5min, 30min, 2h, 12h, 24h});

std::chrono::seconds wait_of(std::int64_t lookups) {
  return waits[std::min(static_cast<std::size_t>(lookups), waits.size() - 1)];
}

}  // namespace

std::string_view to_text(PaymentStatus status) {
  return std::ranges::find(words, status, &decltype(words)::value_type::first)->second;
}

std::optional<PaymentStatus> parse_payment_status(std::string_view text) {
  const auto* const word = std::ranges::find(words, text, &decltype(words)::value_type::second);
  if (word == words.end()) return std::nullopt;
  return word->first;
}

bool Payment::succeed(shared::Instant now) {
  if (fields_.status == PaymentStatus::succeeded) return false;
  fields_.status = PaymentStatus::succeeded;
  fields_.failure.clear();
  fields_.next_at.reset();
  changed(now);
  return true;
}

bool Payment::fail(std::string code, shared::Instant now) {
  if (settled()) return false;
  fields_.status = PaymentStatus::failed;
  fields_.failure = std::move(code);
  fields_.next_at.reset();
  changed(now);
  return true;
}

bool Payment::unclear(shared::Instant now) {
  if (settled()) return false;
  fields_.status = PaymentStatus::unknown;
  fields_.next_at = now + wait_of(fields_.lookups);
  ++fields_.lookups;
  changed(now);
  return true;
}

bool Payment::ask_again(shared::Instant now) {
  if (fields_.status != PaymentStatus::unknown) return false;
  fields_.status = PaymentStatus::pending;
  fields_.next_at = now;
  changed(now);
  return true;
}

bool Payment::hurry(shared::Instant now) {
  if (fields_.status != PaymentStatus::unknown || fields_.next_at <= now) return false;
  fields_.next_at = now;
  changed(now);
  return true;
}

void Payment::changed(shared::Instant now) {
  ++fields_.version;
  fields_.updated_at = now;
}

}  // namespace billing
