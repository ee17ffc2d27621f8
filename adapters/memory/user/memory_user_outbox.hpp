#pragma once

#include <vector>

#include <ports/user/user_outbox.hpp>

namespace memory {

// MemoryUserOutbox: keeps what was said, in order.
class MemoryUserOutbox final : public user::UserOutbox {
 public:
  void append(const user::events::UserEvent& event) override { users_.push_back(event); }
  void append(const user::events::ApiKeyEvent& event) override { api_keys_.push_back(event); }

  const std::vector<user::events::UserEvent>& users() const { return users_; }
  const std::vector<user::events::ApiKeyEvent>& api_keys() const { return api_keys_; }

 private:
  std::vector<user::events::UserEvent> users_;
  std::vector<user::events::ApiKeyEvent> api_keys_;
};

}  // namespace memory
