#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <shared/domain/instant.hpp>

// What billing says of subscriptions, at schema version 1. No aggregate ends: canceled is a status.
namespace billing::events {

struct SubscriptionState {
  std::string id;           // "sub_..."
  std::int64_t version = 0;
  std::string customer_id;  // "cus_..."
  std::string user_id;      // "usr_...", the same one
  std::string product_id;
  std::string price_id;
  std::string currency;
  std::int64_t unit_amount_minor = 0;
  std::string interval;  // "month" | "year"
  std::int64_t quantity = 1;
  std::vector<std::string> entitlements;  // as sold
  // "incomplete" | "incomplete_expired" | "trialing" | "active" | "past_due" | "paused" |
  // "canceled"
  std::string status;
  std::optional<std::string> paused_from;  // while paused: what it was before
  bool entitled = false;  // trialing, active or past_due
  std::string time_zone;
  std::string current_period_start;  // local days, "2026-01-31"; the end is not in it
  std::string current_period_end;
  std::optional<std::string> trial_end;  // local day
  bool cancel_at_period_end = false;
  std::optional<shared::Instant> canceled_at;
  std::optional<shared::Instant> ended_at;
  std::string end_reason;
  std::optional<std::string> latest_invoice_id;
  shared::Instant created_at;
  shared::Instant updated_at;  // in billing's own time

  bool operator==(const SubscriptionState&) const = default;
};

struct SubscriptionCreated {
  static constexpr std::string_view type = "billing.subscription_created";
  SubscriptionState after;
};
// Paid for the first time, or again after it was past due.
struct SubscriptionActivated {
  static constexpr std::string_view type = "billing.subscription_activated";
  SubscriptionState after;
  SubscriptionState before;
};
struct SubscriptionRenewed {
  static constexpr std::string_view type = "billing.subscription_renewed";
  SubscriptionState after;
  SubscriptionState before;
};
struct SubscriptionPastDue {
  static constexpr std::string_view type = "billing.subscription_past_due";
  SubscriptionState after;
  SubscriptionState before;
};
struct SubscriptionPaused {
  static constexpr std::string_view type = "billing.subscription_paused";
  SubscriptionState after;
  SubscriptionState before;
};
struct SubscriptionResumed {
  static constexpr std::string_view type = "billing.subscription_resumed";
  SubscriptionState after;
  SubscriptionState before;
};
// It ends with its current period, unless somebody takes that back.
struct SubscriptionCancelScheduled {
  static constexpr std::string_view type = "billing.subscription_cancel_scheduled";
  SubscriptionState after;
  SubscriptionState before;
};
struct SubscriptionCancelRevoked {
  static constexpr std::string_view type = "billing.subscription_cancel_revoked";
  SubscriptionState after;
  SubscriptionState before;
};
struct SubscriptionCanceled {
  static constexpr std::string_view type = "billing.subscription_canceled";
  SubscriptionState after;
  SubscriptionState before;
};
// Its first invoice stayed unpaid.
struct SubscriptionExpired {
  static constexpr std::string_view type = "billing.subscription_expired";
  SubscriptionState after;
  SubscriptionState before;
};

inline constexpr std::string_view subscription_aggregate = "subscription";  // key: "sub_..."

}  // namespace billing::events
