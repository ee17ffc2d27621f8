#pragma once

#include <string_view>
#include <vector>

#include <adapters/json/insight/insight_projections.hpp>
#include <adapters/sql/insight/sql_day_counts.hpp>
#include <app/module_lane.hpp>
#include <insight/application/insight_module.hpp>

namespace app {

// InsightHost: the insight module with everything it stands on. Members stand in the order of
// start.
struct InsightHost {
  InsightHost(const Machine& machine, const sql::Location& at, LaneOptions options)
      : store("insight", at, machine.clock.now()),
        lane(machine, store, {&counts}, std::move(options)) {}

  // Insight counts what both say, and keeps no copy.
  std::vector<sync::Followed> hears(std::string_view source) {
    if (source == "user") return {{users}};
    if (source == "billing") return {{subscriptions}, {payments}};
    return {};
  }

  ModuleStore store;
  sql::SqlDayCounts counts{store.writer};
  ModuleLane lane;
  insight::InsightModule module{counts};
  json::UserCounter users{module.count_users};
  json::SubscriptionCounter subscriptions{module.count_subscriptions};
  json::PaymentCounter payments{module.count_payments};
};

// InsightReads: what one reading thread has of the module's database.
struct InsightReads {
  explicit InsightReads(const sql::Location& at) : log(at) {}

  LogAccess log;
  sql::SqlParkedKeys parked{log.session};
  sql::SqlDayCountViews counts{log.session};
};

}  // namespace app
