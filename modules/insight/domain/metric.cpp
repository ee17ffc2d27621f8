#include <insight/domain/metric.hpp>

#include <array>
#include <utility>

namespace insight {
namespace {

constexpr std::array names{
    std::pair{Metric::sign_ups, std::string_view{"sign_ups"}},
    std::pair{Metric::departures, std::string_view{"departures"}},
    std::pair{Metric::active_subscriptions, std::string_view{"active_subscriptions"}},
    std::pair{Metric::churn, std::string_view{"churn"}},
    std::pair{Metric::mrr, std::string_view{"mrr"}},
    std::pair{Metric::collected, std::string_view{"collected"}},
    std::pair{Metric::failed_payments, std::string_view{"failed_payments"}},
};

constexpr std::array metrics{Metric::sign_ups, Metric::departures, Metric::active_subscriptions,
                             Metric::churn,    Metric::mrr,        Metric::collected,
                             Metric::failed_payments};

}  // namespace

std::span<const Metric> all_metrics() { return metrics; }

std::string_view to_text(Metric metric) {
  for (const auto& [known, name] : names) {
    if (known == metric) return name;
  }
  return {};
}

std::optional<Metric> parse_metric(std::string_view text) {
  for (const auto& [metric, name] : names) {
    if (name == text) return metric;
  }
  return std::nullopt;
}

bool is_level(Metric metric) {
  return metric == Metric::active_subscriptions || metric == Metric::mrr;
}

Timeline timeline_of(Metric metric) {
  const bool of_users = metric == Metric::sign_ups || metric == Metric::departures;
  return of_users ? Timeline::wall : Timeline::billing;
}

bool is_money(Metric metric) { return metric == Metric::mrr || metric == Metric::collected; }

}  // namespace insight
