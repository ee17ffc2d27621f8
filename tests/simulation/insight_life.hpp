#pragma once

#include <adapters/json/insight/insight_projections.hpp>
#include <adapters/sql/insight/sql_day_counts.hpp>

#include <insight/application/insight_module.hpp>

#include <tests/simulation/life.hpp>

namespace sim {

// InsightLife: one life of insight's process. It has no commands: it follows.
class InsightLife final : public Life {
 public:
  InsightLife(const Surroundings& surroundings, sync::Follower::Limits limits);

  sync::Command command(const Wish& wish, const Attempt& attempt) override;
  std::map<std::string, Row> rows(const std::string&, const std::vector<std::string>&) override {
    return {};
  }
  // Every tally there is, by its key's text.
  std::map<std::string, std::int64_t> tallies();

 private:
  sql::SqlDayCounts counts_;
  sql::SqlDayCountViews views_;
  sync::UnitOfWork& unit_;
  insight::InsightModule module_;
  json::UserCounter users_;
  json::SubscriptionCounter subscriptions_;
  json::PaymentCounter payments_;
};

}  // namespace sim
