#pragma once

#include <ports/sync/event_handler.hpp>

#include <billing/application/close_profile_of_deleted_user.hpp>

namespace json {

// UserDeletedReaction: user.deleted closes the billing profile.
class UserDeletedReaction final : public sync::Reaction {
 public:
  explicit UserDeletedReaction(const billing::CloseProfileOfDeletedUser& close) : close_(close) {}

  void want(const sync::Event& event) override;
  shared::Done react(const sync::Event& event) override;

 private:
  billing::CloseProfileOfDeletedUser close_;
};

}  // namespace json
