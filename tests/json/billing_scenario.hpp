#pragma once

#include <string>
#include <vector>

#include <ports/billing/billing_outbox.hpp>
#include <sync/domain/event.hpp>

namespace published_events_test {

// What billing says while a customer lives through everything that can happen to one: each type of
// event at least once, and the same events each time.
std::vector<billing::events::BillingEvent> every_billing_event();

// The types of what billing says because of an event of a user who has a paid subscription, paused
// where they are said to be back.
std::vector<std::string> said_because_of(const sync::Event& event);

}  // namespace published_events_test
