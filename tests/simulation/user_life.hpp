#pragma once

#include <adapters/json/user/billing_replica_handler.hpp>
#include <adapters/json/user/json_user_outbox.hpp>
#include <adapters/json/user/subscription_replica_handler.hpp>
#include <adapters/sql/user/sql_api_keys.hpp>
#include <adapters/sql/user/sql_billing_replica.hpp>
#include <adapters/sql/user/sql_subscription_replica.hpp>
#include <adapters/sql/user/sql_user_views.hpp>
#include <adapters/sql/user/sql_users.hpp>

#include <user/application/user_module.hpp>

#include <tests/simulation/life.hpp>

namespace sim {

// UserLife: one life of the user module's process.
class UserLife final : public Life {
 public:
  UserLife(const Surroundings& surroundings, sync::Follower::Limits limits);

  sync::Command command(const Wish& wish, const Attempt& attempt) override;
  // Of billing's profiles, by their keys; of its subscriptions, by whose they are.
  std::map<std::string, Row> rows(const std::string& aggregate_type,
                                  const std::vector<std::string>& source_keys) override;
  // Every user there is, as readers see them.
  std::vector<user::events::UserState> users();

 private:
  sql::SqlUsers users_;
  sql::SqlApiKeys api_keys_;
  sql::SqlBillingReplica billing_replica_;
  sql::SqlSubscriptionReplica subscription_replica_;
  sql::SqlUserViews user_views_;
  sql::SqlBillingReplicaViews replica_views_;
  sql::SqlSubscriptionReplicaViews subscription_views_;
  sync::UnitOfWork& unit_;
  json::JsonUserOutbox outbox_;
  user::UserModule module_;
  json::BillingReplicaHandler profile_handler_;
  json::SubscriptionReplicaHandler subscription_handler_;
};

// What the copy of a subscription says, as text.
std::string entitlement_text(const user::SubscriptionFacts& facts);

}  // namespace sim
