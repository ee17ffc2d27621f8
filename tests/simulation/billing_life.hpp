#pragma once

#include <adapters/json/billing/json_billing_outbox.hpp>
#include <adapters/json/billing/user_deleted_reaction.hpp>
#include <adapters/json/billing/user_replica_handler.hpp>
#include <adapters/sql/billing/sql_billing_profiles.hpp>
#include <adapters/sql/billing/sql_customer_views.hpp>
#include <adapters/sql/billing/sql_user_replica.hpp>

#include <billing/application/billing_module.hpp>

#include <tests/simulation/life.hpp>

namespace sim {

// BillingLife: one life of billing's process.
class BillingLife final : public Life {
 public:
  BillingLife(const Surroundings& surroundings, sync::Follower::Limits limits);

  sync::Command command(const Wish& wish, const Attempt& attempt) override;
  std::map<std::string, Row> rows(const std::vector<std::string>& source_keys) override;
  // Every customer there is, as readers see them.
  std::vector<billing::CustomerView> customers();

 private:
  sql::SqlUserReplica user_replica_;
  sql::SqlBillingProfiles profiles_;
  sql::SqlCustomerViews views_;
  sync::UnitOfWork& unit_;
  json::JsonBillingOutbox outbox_;
  billing::BillingModule module_;
  json::UserReplicaHandler handler_;
  json::UserDeletedReaction reaction_;
};

}  // namespace sim
