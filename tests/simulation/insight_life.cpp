#include <tests/simulation/insight_life.hpp>

#include <chrono>
#include <stdexcept>

namespace sim {

InsightLife::InsightLife(const Surroundings& surroundings, sync::Follower::Limits limits)
    : Life{surroundings, limits},
      counts_{writer_},
      views_{reader_},
      unit_{assemble({&counts_})},
      module_{counts_},
      users_{module_.count_users},
      subscriptions_{module_.count_subscriptions},
      payments_{module_.count_payments} {
  follow("user/0", {{users_}});
  follow("billing/0", {{subscriptions_}, {payments_}});
}

sync::Command InsightLife::command(const Wish&, const Attempt&) {
  throw std::logic_error("nobody wants anything of insight");
}

std::map<std::string, std::int64_t> InsightLife::tallies() {
  constexpr insight::Day ever{std::chrono::days{100'000}};
  std::map<std::string, std::int64_t> all;
  for (const auto metric : insight::all_metrics()) {
    for (const auto& currency : views_.currencies(metric)) {
      for (const auto& count : views_.of(metric, currency, ever)) {
        all.emplace(insight::CountKey{metric, currency, count.day}.text(), count.value);
      }
    }
  }
  return all;
}

}  // namespace sim
