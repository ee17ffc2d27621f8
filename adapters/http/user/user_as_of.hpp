#pragma once

#include <adapters/http/user/user_routes.hpp>
#include <user/domain/user_id.hpp>

namespace http {

// The user as the log said it at the time, or at the position, that the parameter as_of names; 404
// before the user was registered and after it was deleted, 410 where the log was cut since.
Response show_as_of(UserReading& reading, const Call& call, const user::UserId& id);

}  // namespace http
