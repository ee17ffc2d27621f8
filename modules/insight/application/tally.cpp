#include <insight/application/tally.hpp>

namespace insight {
namespace {

CountKey key_of(Metric metric, const std::string& currency, shared::Instant at) {
  return {metric, currency, std::chrono::floor<std::chrono::days>(at)};
}

}  // namespace

void Tally::want(Metric metric, const std::string& currency, shared::Instant at) const {
  counts_.want(key_of(metric, currency, at));
}

void Tally::add(Metric metric, const std::string& currency, shared::Instant at,
                std::int64_t value) const {
  if (value == 0) return;
  const auto key = key_of(metric, currency, at);
  auto row = counts_.find(key).value_or(CountRow{key, 0});
  row.value += value;
  counts_.put(row);
}

}  // namespace insight
