#pragma once

#include <boost/describe.hpp>

#include <ports/billing/billing_events.hpp>
#include <ports/billing/catalogue_events.hpp>
#include <ports/billing/customer_views.hpp>
#include <ports/billing/invoice_events.hpp>
#include <ports/billing/payment_events.hpp>
#include <ports/billing/subscription_events.hpp>

#include <billing/domain/invoice.hpp>

#include <adapters/json/read.hpp>
#include <adapters/json/write.hpp>

// Billing's states as JSON, by json::write and json::read: the same in events and in answers.
namespace billing {

BOOST_DESCRIBE_STRUCT(Address, (), (line1, line2, postal_code, city, region, country))
BOOST_DESCRIBE_STRUCT(BillTo, (), (name, email, address, tax_id))
BOOST_DESCRIBE_STRUCT(CustomerView, (),
                      (id, user_id, user_version, email, display_name, time_zone, status,
                       has_billing_profile, version, currency, tax_id, address, payment_method))

namespace events {

BOOST_DESCRIBE_STRUCT(BillingProfileState, (),
                      (id, user_id, version, currency, has_tax_id, has_address, has_payment_method))

BOOST_DESCRIBE_STRUCT(ProductState, (),
                      (id, version, name, description, entitlements, archived, created_at,
                       updated_at))
BOOST_DESCRIBE_STRUCT(PriceState, (),
                      (id, version, product_id, revision, replaces, currency, unit_amount_minor,
                       interval, archived, created_at, updated_at))

BOOST_DESCRIBE_STRUCT(SubscriptionState, (),
                      (id, version, customer_id, user_id, product_id, price_id, currency,
                       unit_amount_minor, interval, quantity, entitlements, status, paused_from,
                       entitled, time_zone, current_period_start, current_period_end, trial_end,
                       cancel_at_period_end, canceled_at, ended_at, end_reason, latest_invoice_id,
                       created_at, updated_at))

BOOST_DESCRIBE_STRUCT(InvoiceLineState, (),
                      (description, price_id, quantity, unit_amount_minor, amount_minor,
                       period_start, period_end))
BOOST_DESCRIBE_STRUCT(InvoiceState, (),
                      (id, version, customer_id, user_id, subscription_id, kind, status, number,
                       currency, period_start, period_end, lines, total_minor, credit_applied_minor,
                       amount_paid_minor, amount_remaining_minor, issued_at, due_at, paid_at,
                       closed_at, payment_id, attempts, created_at, updated_at))

BOOST_DESCRIBE_STRUCT(PaymentState, (),
                      (id, version, invoice_id, customer_id, user_id, currency, amount_minor, kind,
                       status, failure, lookups, next_at, created_at, updated_at))

BOOST_DESCRIBE_STRUCT(CurrencyAmount, (), (currency, amount_minor))
BOOST_DESCRIBE_STRUCT(RecognitionState, (), (id, version, day, invoices, amounts))
BOOST_DESCRIBE_STRUCT(ClockState, (), (id, version, ahead_ms, now))

}  // namespace events
}  // namespace billing
