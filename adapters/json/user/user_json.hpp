#pragma once

#include <boost/describe.hpp>

#include <ports/user/user_events.hpp>

#include <adapters/json/read.hpp>
#include <adapters/json/write.hpp>

// The user module's states as JSON, by json::write and json::read: the same in events, in answers
// and in exports.
namespace user::events {

BOOST_DESCRIBE_STRUCT(UserState, (),
                      (id, email, display_name, locale, time_zone, metadata, status, version,
                       created_at, updated_at))
BOOST_DESCRIBE_STRUCT(ApiKeyState, (),
                      (id, name, scopes, version, created_at, expires_at, revoked_at))

}  // namespace user::events
