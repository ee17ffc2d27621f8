#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <shared/domain/instant.hpp>

// What billing says of payments, of revenue as it is earned and of its clock, at schema version 1.
namespace billing::events {

struct PaymentState {
  std::string id;  // "pay_...": also the reference at the gateway
  std::int64_t version = 0;
  std::string invoice_id;
  std::string customer_id;
  std::string user_id;
  std::string currency;
  std::int64_t amount_minor = 0;
  std::string kind;    // "card" | "external"
  std::string status;  // "pending" | "unknown" | "succeeded" | "failed"
  std::string failure;  // empty, or the gateway's code
  std::int64_t lookups = 0;
  std::optional<shared::Instant> next_at;  // when it is turned to again
  shared::Instant created_at;
  shared::Instant updated_at;  // in billing's own time

  bool operator==(const PaymentState&) const = default;
};

struct PaymentStarted {
  static constexpr std::string_view type = "billing.payment_started";
  PaymentState after;
};
// The gateway was asked, and what came of it is not known yet; or it is asked again.
struct PaymentUnclear {
  static constexpr std::string_view type = "billing.payment_unclear";
  PaymentState after;
  PaymentState before;
};
struct PaymentSucceeded {
  static constexpr std::string_view type = "billing.payment_succeeded";
  PaymentState after;
  std::optional<PaymentState> before;  // nothing: an external one, told after the fact
};
struct PaymentFailed {
  static constexpr std::string_view type = "billing.payment_failed";
  PaymentState after;
  PaymentState before;
};

inline constexpr std::string_view payment_aggregate = "payment";  // key: "pay_..."

struct CurrencyAmount {
  std::string currency;
  std::int64_t amount_minor = 0;

  bool operator==(const CurrencyAmount&) const = default;
};

// RecognitionState: revenue that some invoices earned together. Said once, never changed.
struct RecognitionState {
  std::string id;  // of the entry: "recognized:2026-03-01:in_..."
  std::int64_t version = 1;
  std::string day;  // UTC; all days before it are earned
  std::int64_t invoices = 0;
  std::vector<CurrencyAmount> amounts;  // at most one a currency, in order of currency

  bool operator==(const RecognitionState&) const = default;
};

struct RevenueRecognized {
  static constexpr std::string_view type = "billing.revenue_recognized";
  RecognitionState after;
};

inline constexpr std::string_view recognition_aggregate = "revenue_recognition";  // key: the entry

// ClockState: how far billing's time runs ahead of the wall clock, for tests of months in seconds.
struct ClockState {
  std::string id = "clock";
  std::int64_t version = 0;
  std::int64_t ahead_ms = 0;  // never falls
  shared::Instant now;        // billing's time just after the change

  bool operator==(const ClockState&) const = default;
};

struct ClockAdvanced {
  static constexpr std::string_view type = "billing.clock_advanced";
  ClockState after;
  std::optional<ClockState> before;
};

inline constexpr std::string_view clock_aggregate = "billing_clock";  // key: "clock"

}  // namespace billing::events
