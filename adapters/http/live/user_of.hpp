#pragma once

#include <string_view>

#include <sync/domain/event.hpp>

namespace http {

// The id of the user whom an event is about, as text that lives as long as the event: its key, or
// the `user_id` of its aggregate's state after or before it. Empty where it is about none.
std::string_view user_of(const sync::Event& event);

}  // namespace http
