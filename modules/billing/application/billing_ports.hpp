#pragma once

#include <chrono>
#include <string>

#include <ports/billing/billing_outbox.hpp>
#include <ports/billing/billing_profiles.hpp>
#include <ports/billing/billing_rows.hpp>
#include <ports/billing/ledger.hpp>
#include <ports/billing/time_zones.hpp>
#include <ports/billing/user_replica.hpp>

namespace billing {

// What the module writes through; each outlives it, and all but the time zones are the write
// lane's.
struct BillingPorts {
  UserReplica& user_replica;
  BillingProfiles& profiles;
  Products& products;
  Prices& prices;
  Subscriptions& subscriptions;
  SubscriptionsOfCustomer& subscriptions_of_customer;
  Invoices& invoices;
  Payments& payments;
  PaymentReferences& payment_references;
  RevenueSchedules& schedules;
  CustomerCredits& credits;
  NumberSeriesRows& number_series;
  ClockSettings& clock;
  Ledger& ledger;
  BillingOutbox& outbox;
  const TimeZones& time_zones;
};

// What happens to the subscriptions of a user who is deactivated.
enum class OnDeactivation { pause, cancel, cancel_at_period_end, nothing };

// What an installation decides for itself.
struct BillingRules {
  std::string number_prefix = "INV";  // numbers read INV-2026-000001
  std::chrono::minutes draft_for{60};  // from a period's begin until its invoice is issued
  std::chrono::days due_after{14};     // from issue
  OnDeactivation on_deactivation = OnDeactivation::pause;
};

}  // namespace billing
