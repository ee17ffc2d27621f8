#pragma once

#include <variant>

#include <ports/billing/billing_events.hpp>
#include <ports/billing/catalogue_events.hpp>
#include <ports/billing/invoice_events.hpp>
#include <ports/billing/payment_events.hpp>
#include <ports/billing/subscription_events.hpp>

namespace billing {

namespace events {

using BillingEvent = std::variant<
    BillingProfileOpened, BillingProfileChanged, BillingProfileClosed, ProductCreated,
    ProductChanged, ProductArchived, PriceCreated, PriceArchived, SubscriptionCreated,
    SubscriptionActivated, SubscriptionRenewed, SubscriptionPastDue, SubscriptionPaused,
    SubscriptionResumed, SubscriptionCancelScheduled, SubscriptionCancelRevoked,
    SubscriptionCanceled, SubscriptionExpired, InvoiceDrafted, InvoiceFinalized, InvoiceUpdated,
    InvoicePaymentFailed, InvoicePaid, InvoiceVoided, InvoiceUncollectible, PaymentStarted,
    PaymentUnclear, PaymentSucceeded, PaymentFailed, RevenueRecognized, ClockAdvanced>;

}  // namespace events

// BillingOutbox: where this module's use cases say what happened. An event becomes durable with the
// state it speaks of, or neither does; the order of a command's events is kept.
class BillingOutbox {
 public:
  virtual ~BillingOutbox() = default;
  virtual void append(const events::BillingEvent& event) = 0;
};

}  // namespace billing
