#pragma once

#include <adapters/json/user/billing_replica_handler.hpp>
#include <adapters/json/user/json_user_outbox.hpp>
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
  std::map<std::string, Row> rows(const std::vector<std::string>& source_keys) override;
  // Every user there is, as readers see them.
  std::vector<user::events::UserState> users();

 private:
  sql::SqlUsers users_;
  sql::SqlApiKeys api_keys_;
  sql::SqlBillingReplica billing_replica_;
  sql::SqlSubscriptionReplica subscription_replica_;
  sql::SqlUserViews user_views_;
  sql::SqlBillingReplicaViews replica_views_;
  sync::UnitOfWork& unit_;
  json::JsonUserOutbox outbox_;
  user::UserModule module_;
  json::BillingReplicaHandler handler_;
};

}  // namespace sim
