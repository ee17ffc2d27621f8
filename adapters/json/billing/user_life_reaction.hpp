#pragma once

#include <ports/sync/event_handler.hpp>

#include <billing/application/end_customer_of_deleted_user.hpp>
#include <billing/application/follow_user_status.hpp>

namespace json {

// UserLifeReaction: what billing does when a user is deactivated, comes back or is deleted. It
// happens when billing hears of it: an entry that takes another back is never effective before it,
// and nobody resumes in the past.
class UserLifeReaction final : public sync::Reaction {
 public:
  UserLifeReaction(const billing::FollowUserStatus& follow,
                   const billing::EndCustomerOfDeletedUser& end)
      : follow_(follow), end_(end) {}

  void want(const sync::Event& event) override;
  shared::Done react(const sync::Event& event, shared::Instant at) override;

 private:
  billing::FollowUserStatus follow_;
  billing::EndCustomerOfDeletedUser end_;
};

}  // namespace json
