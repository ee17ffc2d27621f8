#pragma once

#include <billing/application/billing_ports.hpp>

// What becomes of a subscription through an invoice of it. Only its latest invoice counts: what was
// owed for earlier periods stays owed, and changes it no more.
namespace billing {

// The invoice must be loaded.
void want_subscription_of(const BillingPorts& ports, const Invoice& invoice);
// Where that invoice is paid now: incomplete and past due become active. Says
// billing.subscription_activated where so.
void invoice_paid(const BillingPorts& ports, const Invoice& invoice, shared::Instant now);
// Where that invoice was issued, and is void or given up now: past due becomes active. Says
// billing.subscription_activated where so.
void invoice_forgiven(const BillingPorts& ports, const Invoice& invoice, shared::Instant now);
// Where a payment of it failed: active becomes past due. Says billing.subscription_past_due where
// so.
void invoice_unpaid(const BillingPorts& ports, const Invoice& invoice, shared::Instant now);

}  // namespace billing
