#pragma once

#include <cstdint>
#include <string>
#include <string_view>

// What billing says of its customers' profiles: plain facts, at schema version 1. What it says of
// its catalogue, subscriptions, invoices and payments stands beside this file, in the same form.
// Any module may follow them.
//   Shape   the profile's whole state after the change, and before it where one was; on the wire
//           {"after":{...}|null,"before":{...}|null}
//   Units   version counts the profile's changes from 1; billing.profile_closed is one more change
// A tax id or an address can name a person, and only user's events carry personal fields: these say
// whether there is one, never which.
namespace billing::events {

// BillingProfileState: what billing itself knows about a customer.
struct BillingProfileState {
  std::string id;       // "cus_...", of the same Uuid as the user's
  std::string user_id;  // "usr_..."
  std::int64_t version = 0;
  std::string currency;  // ISO 4217 in lower case, "eur"
  bool has_tax_id = false;
  bool has_address = false;
  bool has_payment_method = false;

  bool operator==(const BillingProfileState&) const = default;
};

struct BillingProfileOpened {
  static constexpr std::string_view type = "billing.profile_opened";
  BillingProfileState after;
};
struct BillingProfileChanged {
  static constexpr std::string_view type = "billing.profile_changed";
  BillingProfileState after;
  BillingProfileState before;
};
// Ends the aggregate: its key is never used again.
struct BillingProfileClosed {
  static constexpr std::string_view type = "billing.profile_closed";
  BillingProfileState before;
};

inline constexpr std::string_view billing_profile_aggregate = "billing_profile";  // key: "cus_..."
inline constexpr int billing_profile_schema_version = 1;

}  // namespace billing::events
