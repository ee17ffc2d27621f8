#include <app/subscriptions.hpp>

namespace app {
namespace {

ModuleLane::Source source(const std::string& log, const sql::Location& at,
                          bus::InProcessEventBus& bus, ModuleLane& follower) {
  return {log, std::make_unique<LogAccess>(at),
          bus.subscribe(log, [&follower] { follower.wake(); })};
}

}  // namespace

void subscribe(UserHost& user, BillingHost& billing, const Databases& databases,
               bus::InProcessEventBus& bus) {
  // Billing keeps a copy of every user, and closes the profile of one who is gone.
  billing.lane.follow("billing-follows-user",
                      source(user.store.log, databases.user, bus, billing.lane),
                      {{billing.users, &billing.user_deleted}});

  // User keeps what billing says of each user: the profile's currency, and what they are entitled
  // to by which subscription.
  user.lane.follow("user-follows-billing",
                   source(billing.store.log, databases.billing, bus, user.lane),
                   {{user.billing_profiles}, {user.subscriptions}});
}

}  // namespace app
