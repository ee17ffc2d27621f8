#include <app/subscriptions.hpp>

namespace app {
namespace {

// A module's lane follows a log, under the name that says so.
struct Subscriber {
  ModuleLane& lane;
  std::string module;
  bus::InProcessEventBus& bus;

  void follows(const std::string& source, const sql::Location& at,
               std::vector<sync::Followed> followed) const {
    const auto log = source + "/0";
    lane.follow(Following{module, source}.follower(),
                {log, std::make_unique<LogAccess>(at),
                 bus.subscribe(log, [&woken = lane] { woken.wake(); })},
                std::move(followed));
  }
};

}  // namespace

std::vector<Following> who_follows_whom() {
  return {{"billing", "user"},    {"user", "billing"},  {"insight", "user"},
          {"insight", "billing"}, {"webhook", "user"}, {"webhook", "billing"}};
}

// Billing keeps a copy of every user, and their subscriptions follow what happens to them.
void subscribe(BillingHost& billing, const Databases& databases, bus::InProcessEventBus& bus) {
  Subscriber{billing.lane, "billing", bus}.follows("user", databases.user,
                                                   {{billing.users, &billing.user_life}});
}

// User keeps what billing says of each user: the profile's currency, and what they are entitled to
// by which subscription.
void subscribe(UserHost& user, const Databases& databases, bus::InProcessEventBus& bus) {
  Subscriber{user.lane, "user", bus}.follows("billing", databases.billing,
                                             {{user.billing_profiles}, {user.subscriptions}});
}

// Insight counts what both say, and keeps no copy.
void subscribe(InsightHost& insight, const Databases& databases, bus::InProcessEventBus& bus) {
  const Subscriber counts{insight.lane, "insight", bus};
  counts.follows("user", databases.user, {{insight.users}});
  counts.follows("billing", databases.billing, {{insight.subscriptions}, {insight.payments}});
}

// Webhooks tell others whatever both say, and keep no copy.
void subscribe(WebhookHost& webhook, const Databases& databases, bus::InProcessEventBus& bus) {
  const Subscriber tells{webhook.lane, "webhook", bus};
  tells.follows("user", databases.user, {{webhook.user_events}});
  tells.follows("billing", databases.billing, {{webhook.billing_events}});
}

}  // namespace app
