#pragma once

#include <optional>
#include <string>

#include <billing/application/billing_ports.hpp>

// The start of a payment through the gateway: the first of its three steps. Calling the gateway and
// settling the payment follow, each behind the commit of the one before.
namespace billing {

// What the gateway charges for a customer; nothing where there is none, or the profile is closed.
// The profile must be wanted.
std::optional<std::string> payment_method_of(BillingProfiles& profiles, const CustomerId& customer);

// The payment of all that remains of an open invoice; both are changed together. Says nothing.
//   Errors  billing.invoice_not_open, billing.payment_in_progress
shared::Result<Payment> start_payment(Invoice& invoice, PaymentId id, std::string method,
                                      shared::Instant now);

}  // namespace billing
