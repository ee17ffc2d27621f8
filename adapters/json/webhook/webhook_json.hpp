#pragma once

#include <boost/describe.hpp>

#include <ports/webhook/webhook_events.hpp>
#include <ports/webhook/webhook_states.hpp>

#include <adapters/json/write.hpp>

// The webhook module's states as JSON, by json::write: the same in events and in answers.
namespace webhook {

BOOST_DESCRIBE_STRUCT(DeliveryState, (),
                      (id, endpoint_id, event_id, type, log, offset, object, sequence, status,
                       attempts, next_at, status_code, error, created_at, settled_at))

namespace events {

BOOST_DESCRIBE_STRUCT(EndpointState, (),
                      (id, version, url, description, event_types, status, disabled_reason,
                       created_at, updated_at))

}  // namespace events
}  // namespace webhook
