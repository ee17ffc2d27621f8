#pragma once

#include <insight/application/count_payments.hpp>
#include <insight/application/count_subscriptions.hpp>
#include <insight/application/count_users.hpp>

namespace insight {

// InsightModule: the front door. It has no commands: it follows, inside its own write lane.
struct InsightModule {
  explicit InsightModule(DayCounts& counts)
      : count_users(Tally{counts}),
        count_subscriptions(Tally{counts}),
        count_payments(Tally{counts}) {}

  CountUsers count_users;
  CountSubscriptions count_subscriptions;
  CountPayments count_payments;
};

}  // namespace insight
