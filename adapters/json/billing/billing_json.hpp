#pragma once

#include <boost/describe.hpp>

#include <ports/billing/billing_events.hpp>
#include <ports/billing/customer_views.hpp>

#include <adapters/json/read.hpp>
#include <adapters/json/write.hpp>

// Billing's states as JSON, by json::write and json::read: the same in events and in answers.
namespace billing {

BOOST_DESCRIBE_STRUCT(CustomerView, (),
                      (id, user_id, user_version, email, display_name, status,
                       has_billing_profile, version, currency, tax_id))

namespace events {

BOOST_DESCRIBE_STRUCT(BillingProfileState, (), (id, user_id, version, currency, has_tax_id))

}  // namespace events
}  // namespace billing
