#pragma once

#include <ports/sync/outbox.hpp>
#include <ports/user/user_outbox.hpp>

namespace json {

// JsonUserOutbox: the module's events as drafts of its log.
class JsonUserOutbox final : public user::UserOutbox {
 public:
  explicit JsonUserOutbox(sync::Outbox& outbox) : outbox_(outbox) {}

  void append(const user::events::UserEvent& event) override;
  void append(const user::events::ApiKeyEvent& event) override;

 private:
  sync::Outbox& outbox_;
};

}  // namespace json
