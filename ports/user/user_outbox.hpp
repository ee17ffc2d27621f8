#pragma once

#include <ports/user/user_events.hpp>

namespace user {

// UserOutbox: where this module's use cases say what happened. An event becomes durable with the
// state it speaks of, or neither does; the order of a command's events is kept.
class UserOutbox {
 public:
  virtual ~UserOutbox() = default;
  virtual void append(const events::UserEvent& event) = 0;
  virtual void append(const events::ApiKeyEvent& event) = 0;
};

}  // namespace user
